import CPostgres
import Foundation
import ServiceLifecycle
import Synchronization
import Telemetry

/// Hears what the other nodes of the same PostgreSQL schema changed, and tells them what this one did.
///
/// It has a connection and a thread of its own, because a notification inside the writing transaction would make all
/// writers queue at their commit (PostgreSQL takes one lock for it). What is committed while one message is on its way
/// goes into the next, so there is at most one in 5 ms. When the connection is lost, it is opened again, after pauses
/// that grow to 5 s, and subscribers are told that everything may have changed: what was said meanwhile was not heard.
final class PostgresListener: Service, Sendable {
    private struct State {
        var untold = UntoldChanges()
        var isRunning = false
        var isStopped = false
    }

    private let target: PostgresTarget
    private let signal: ChangeSignal
    private let metrics: PostgresMetrics
    private let state = Mutex(State())
    private let bell = Bell()
    /// Who speaks: our own messages come back to us.
    private let name = String(UInt64.random(in: .min ... .max), radix: 36)

    /// The pause between two messages.
    private static let spacing = Duration.milliseconds(5)

    init(_ target: PostgresTarget, _ signal: ChangeSignal, _ metrics: PostgresMetrics) {
        (self.target, self.signal, self.metrics) = (target, signal, metrics)
    }

    /// Tells the other nodes, soon. Does nothing when nobody runs the service: polling finds the change.
    func tell(_ changes: ChangeSignal.Changes) {
        let isRunning = state.withLock { state in
            if state.isRunning { state.untold.add(changes) }
            return state.isRunning
        }
        if isRunning { bell.ring() }
    }

    /// Listens until the process stops or the task is cancelled.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let thread = Thread { [self] in
                        listen()
                        continuation.resume()
                    }
                    thread.name = "souk.listener"
                    thread.start()
                }
            } onCancel: {
                self.state.withLock { $0.isStopped = true }
                self.bell.ring()
            }
        }
    }
}

extension PostgresListener {
    private var isStopped: Bool { state.withLock(\.isStopped) }

    private func listen() {
        state.withLock { $0.isRunning = true }
        var backOff = BackOff(from: .milliseconds(100), to: .seconds(5))
        while !isStopped {
            if let ear = try? PostgresEar(target) {
                metrics.listening.value = 1
                backOff.reset()
                signal.publish(.everything)
                serve(ear)
                metrics.listening.value = 0
            }
            pause(backOff.pause())
        }
        state.withLock { $0 = State(isStopped: true) }
    }

    /// Returns when the connection is lost or the service is stopped.
    private func serve(_ ear: PostgresEar) {
        while !isStopped {
            guard let heard = ear.heard() else { return }
            for text in heard { hear(ChangeMessage(text: text)) }
            guard let untold = state.withLock({ $0.untold.take() }) else {
                bell.wait(orFor: ear.socket, atMost: nil)
                continue
            }
            guard ear.say(ChangeMessage(sender: name, untold).text) else {
                state.withLock { $0.untold.add(untold) }
                return
            }
            metrics.notificationsSent.increment()
            Thread.sleep(forTimeInterval: Self.spacing / .seconds(1))
        }
    }

    private func hear(_ message: ChangeMessage) {
        guard message.sender != name else { return }
        metrics.notificationsHeard.increment()
        signal.publish(message.changes)
    }

    /// The bell also rings for changes, which cannot be told now.
    private func pause(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while !isStopped, ContinuousClock.now < end {
            bell.wait(orFor: nil, atMost: ContinuousClock.now.duration(to: end))
        }
    }
}

/// A connection that listens. Used by one thread.
private final class PostgresEar {
    private let handle: OpaquePointer
    private let channel: String

    init(_ target: PostgresTarget) throws {
        handle = try target.connect()
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        // Notifications reach the whole database; shops that share one have a schema each.
        channel = "souk " + (Self.value(handle, "SELECT current_schema()") ?? "")
        guard Self.value(handle, "SELECT quote_ident($1)", [channel]).map({ Self.runs(handle, "LISTEN \($0)") }) == true
        else { throw DatabaseError.unavailable("PostgreSQL does not let us listen") }
    }

    deinit {
        PQfinish(handle)
    }

    var socket: Int32 { PQsocket(handle) }

    /// What arrived; `nil` when the connection is lost.
    func heard() -> [String]? {
        guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else { return nil }
        var texts: [String] = []
        while let notification = PQnotifies(handle) {
            texts.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
        return texts
    }

    /// - Returns: whether it was said.
    func say(_ text: String) -> Bool {
        Self.value(handle, "SELECT pg_notify($1, $2)", [channel, text]) != nil
    }

    private static func value(_ handle: OpaquePointer, _ text: String, _ values: [String] = []) -> String? {
        let strings = CStrings(values)
        let result = withExtendedLifetime(strings) {
            PQexecParams(handle, text, Int32(values.count), nil, strings.pointers, nil, nil, 0)
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, PQntuples(result) == 1 else { return nil }
        return String(cString: PQgetvalue(result, 0, 0))
    }

    private static func runs(_ handle: OpaquePointer, _ text: String) -> Bool {
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        return PQresultStatus(result) == PGRES_COMMAND_OK
    }
}
