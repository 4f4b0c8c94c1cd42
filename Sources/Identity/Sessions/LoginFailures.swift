import Kernel

/// How many logins failed, and whether one more may be tried.
///
/// Counted are the account *at an address*, and the address. An account alone is never locked: a stranger could else
/// lock its owner out. A device that logged into the account before is counted by itself, so that not even a stranger at
/// the same address is in its way (OWASP, "Device cookies").
struct LoginFailures: Sendable {
    private let accounts: AttemptCounter
    private let addresses: AttemptCounter
    /// Codes of the second factor, of one account from anywhere: who gets there knows the password. Devices that logged
    /// into the account before are counted apart from strangers, all together: a thief may have several.
    private let codes: AttemptCounter
    private let noteRefusal: @Sendable () -> Void

    /// Counters without failures.
    /// - Parameter noteRefusal: called when one more may not be tried.
    init(_ options: IdentityOptions, noteRefusal: @escaping @Sendable () -> Void) {
        self.noteRefusal = noteRefusal
        accounts = AttemptCounter(options.accountFailures)
        addresses = AttemptCounter(options.addressFailures)
        codes = AttemptCounter(options.addressFailures)
    }

    /// A try that is counted as a failure until it says that it was none.
    struct Attempt: Sendable {
        fileprivate let account: AttemptCounter.Key
        fileprivate let address: AttemptCounter.Key?
        fileprivate let code: AttemptCounter.Key?
        fileprivate let moment: Timestamp
    }

    /// Counts a try to get into an account.
    /// - Parameters:
    ///   - account: what the account is called: the folded address, whether or not there is such an account.
    ///   - device: the device's mark, when it proved to have logged in before.
    ///   - isCode: whether a code of the second factor is tried.
    /// - Throws: `IdentityError.tooManyFailures`.
    func begin(_ account: String, from client: Client, device: [UInt8]?, isCode: Bool = false, at now: Timestamp) throws
        -> Attempt
    {
        let place = client.address?.counted ?? "local"
        // A right password forgets the wrong ones of its device, and must not forget the wrong codes with them: who knows
        // it could else guess codes without end.
        let known = device.map { AttemptCounter.Key(isCode ? "device-code" : "device", account, $0.base64URL) }
        let attempt = Attempt(
            account: known ?? .init("account", account, place),
            address: known == nil ? .init("address", place) : nil,
            code: isCode ? .init(known == nil ? "code" : "device-code", account) : nil, moment: now)
        if let wait = accounts.take(attempt.account, at: now) { throw refusal(wait) }
        if let address = attempt.address, let wait = addresses.take(address, at: now) {
            accounts.giveBack(attempt.account, at: now)
            throw refusal(wait)
        }
        if let code = attempt.code, let wait = codes.take(code, at: now) {
            accounts.giveBack(attempt.account, at: now)
            if let address = attempt.address { addresses.giveBack(address, at: now) }
            throw refusal(wait)
        }
        return attempt
    }

    private func refusal(_ wait: Duration) -> IdentityError {
        noteRefusal()
        return .tooManyFailures(retryAfter: wait)
    }

    /// It was no failure, but proved nothing either: the hashing threads were busy.
    func giveBack(_ attempt: Attempt) {
        accounts.giveBack(attempt.account, at: attempt.moment)
        if let address = attempt.address { addresses.giveBack(address, at: attempt.moment) }
        if let code = attempt.code { codes.giveBack(code, at: attempt.moment) }
    }

    /// The password or code was right: the account's failures from there are forgotten, those of the address are not,
    /// or whoever has an account of his own could begin anew at will.
    func forget(_ attempt: Attempt) {
        giveBack(attempt)
        accounts.forget(attempt.account)
    }
}

extension IPAddress {
    /// What a client is counted by: of version 6 the first 64 bits, as it has so many addresses to itself.
    fileprivate var counted: String { (isV4 ? self : prefix(64)).description }
}
