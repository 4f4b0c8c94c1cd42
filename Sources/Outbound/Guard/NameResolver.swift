import Glibc
import Kernel
import NIOPosix
import Synchronization

/// Finds the addresses of names for calls to users' addresses, which must be checked before anything is connected to.
///
/// `getaddrinfo` blocks, for ten seconds and more when a name server is silent, so it has threads of its own, and
/// whoever asks may stop waiting at any time. At most `waitingLimit` names are looked up or wait for it.
final class NameResolver: Sendable {
    static let waitingLimit = 64

    private let threads = NIOThreadPool(numberOfThreads: 4)
    private let waiting = Atomic<Int>(0)
    private let lookUp: @Sendable (String) throws -> [IPAddress]

    /// - Parameter lookUp: blocks; throws `OutboundError.unknownName`.
    init(_ lookUp: @escaping @Sendable (String) throws -> [IPAddress] = NameResolver.askSystem) {
        self.lookUp = lookUp
        threads.start()
    }

    func addresses(of host: String) async throws -> [IPAddress] {
        let count = waiting.wrappingAdd(1, ordering: .relaxed).newValue
        guard count <= Self.waitingLimit else {
            waiting.wrappingSubtract(1, ordering: .relaxed)
            throw OutboundError.tooManyWaiting(host: host)
        }
        let answer = OneAnswer<[IPAddress]>()
        threads.submit { [self] state in
            defer { waiting.wrappingSubtract(1, ordering: .relaxed) }
            answer.give(state == .active ? Result { try lookUp(host) } : .failure(OutboundError.closed))
        }
        return try await answer.value
    }

    /// Does not wait for names that are being looked up.
    func shutdown() {
        threads.shutdownGracefully { _ in }
    }

    static func askSystem(_ host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { throw OutboundError.unknownName(host: host) }
        defer { freeaddrinfo(first) }
        return sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0?.pointee.ipAddress }
    }
}

extension addrinfo {
    fileprivate var ipAddress: IPAddress? {
        guard let start = UnsafeRawPointer(ai_addr) else { return nil }
        switch ai_family {
        case AF_INET:
            let address = start.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: address) { IPAddress(bytes: $0) }
        case AF_INET6:
            let address = start.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: address) { IPAddress(bytes: $0) }
        default: return nil
        }
    }
}

/// A value that a thread gives and a task waits for, unless the task is cancelled first.
private final class OneAnswer<Value: Sendable>: Sendable {
    private enum State {
        case pending
        case awaited(CheckedContinuation<Value, any Error>)
        case given(Result<Value, any Error>)
    }
    private let state = Mutex(State.pending)

    func give(_ result: Result<Value, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .pending: state = .given(result)
            case .awaited(let waiter):
                state = .given(result)
                return waiter
            case .given: break
            }
            return nil
        }
        waiter?.resume(with: result)
    }

    var value: Value {
        get async throws {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { waiter in
                    let known = state.withLock { state -> Result<Value, any Error>? in
                        if case .given(let result) = state { return result }
                        state = .awaited(waiter)
                        return nil
                    }
                    if let known { waiter.resume(with: known) }
                }
            } onCancel: {
                give(.failure(CancellationError()))
            }
        }
    }
}
