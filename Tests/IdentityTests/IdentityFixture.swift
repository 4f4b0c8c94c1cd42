import Foundation
import Jobs
import Kernel
import Logging
import Persistence
import Synchronization
import Telemetry
import TestSupport

@testable import Identity

/// Every door of Identity on an empty database, with a clock that a test moves and passwords that hash quickly.
struct IdentityFixture {
    static let password = "correct horse battery"
    static let otherPassword = "staple gun in the attic"
    static let migrations =
        OutboxMigrations.all + JobMigrations.all + IdempotencyMigrations.all + IdentityMigrations.all
        + SigningKeyMigrations.all + WayInMigrations.all

    let database: any Database
    let clock: MovableClock
    let parts: IdentityParts
    let doors: IdentityDoors
    let mails = MailBox()
    let metrics = MetricRegistry()

    var accounts: Accounts { doors.accounts }
    var sessions: Sessions { doors.sessions }

    static func with<Value>(
        _ kind: TestDatabase, cost: Int = 4, options: IdentityOptions = IdentityOptions(),
        others: [PersonalDataSource] = [], _ body: (IdentityFixture) async throws -> Value
    ) async throws -> Value {
        try await kind.withDatabase(migrations: migrations) { database in
            try await body(IdentityFixture(database, MovableClock(), cost: cost, options: options, others: others))
        }
    }

    /// Two processes with one database, which do not hear each other.
    static func withTwoNodes(
        _ kind: TestDatabase, _ body: (IdentityFixture, IdentityFixture) async throws -> Void
    ) async throws {
        try await kind.withPlace { folder, url in
            let path = folder.appending(path: "test.db").path
            let databases: [any Database] = try (0..<2).map { _ in
                if let url { return try PostgresDatabase(url: url) }
                return try SQLiteDatabase(path: path, synchronous: .normal)
            }
            let steps = migrations.enumerated().map { Migration($0 + 1, $1.name, up: $1.up, down: $1.down) }
            _ = try await Migrator(databases[0], migrations: steps).up()
            let clock = MovableClock()
            let result: Result<Void, any Error>
            do {
                try await body(IdentityFixture(databases[0], clock), IdentityFixture(databases[1], clock))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            for database in databases { await database.close() }
            try result.get()
        }
    }

    init(
        _ database: any Database, _ clock: MovableClock, cost: Int = 4, options: IdentityOptions = IdentityOptions(),
        secret: String = "the secret of the test's shop",
        others: [PersonalDataSource] = []
    ) {
        (self.database, self.clock) = (database, clock)
        let box = SecretBox(secret: Array(secret.utf8))
        let keys = SigningKeys(database, box: box, algorithm: .es256, clock: clock.wall)
        parts = IdentityParts(
            database, hasher: PasswordHasher(cost: cost, threads: 2), rule: PasswordRule(), box: box,
            tokens: AccessTokens(keys, issuer: options.publicURL, clock: clock.wall), others: others, options: options,
            metrics: metrics, clock: clock.wall)
        doors = IdentityDoors(parts)
    }

    /// The same shop once more in this process, with a memory and counts of its own.
    func anotherNode(cost: Int = 4) -> IdentityFixture {
        IdentityFixture(database, clock, cost: cost, options: parts.options)
    }

    @discardableResult
    func register(_ email: String = "ada@example.com", password: String = password) async throws -> User {
        try await accounts.register(Registration(email: email, password: password), from: .home)
    }

    func admin(_ email: String = "root@example.com") async throws -> User {
        try await accounts.create(Registration(email: email, password: IdentityFixture.password), role: .admin)
    }

    /// A login that is expected to need no second factor.
    func logIn(
        _ email: String = "ada@example.com", _ password: String = password, from client: Client = .home
    ) async throws -> SignedIn {
        switch try await sessions.logIn(email: email, password: password, from: client) {
        case .signedIn(let login): return login
        case .secondFactorRequired(let token): throw IdentityError.secondFactorRequired(token: token)
        }
    }

    /// Sends the mails that wait, as a worker does; one by one, so that the last one has the last token.
    func deliverMails() async throws {
        let mails = mails
        var settings = JobWorkerSettings()
        settings.concurrency = 1
        let door = IdentityMails(parts) { mails.add($0) }
        var handlers = JobHandlers()
        handlers.on(SendIdentityMail.self) { job, run in try await door.deliver(job, run) }
        let worker = JobWorker(
            JobQueue(database, clock: clock.wall), handlers: handlers, schedules: [], settings: settings,
            metrics: MetricRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        while try await worker.runDue() > 0 {}
    }

    /// Sends the mails that wait, and reads the token of the last one about `kind`.
    func token(of kind: IdentityMailKind) async throws -> String {
        try await deliverMails()
        let subject = MailText(kind, for: .nobody, token: "", parts.options).subject
        let mail = mails.all.last { $0.subject == subject }
        return mail?.token ?? "no such mail"
    }

    /// What the audit log says, the oldest first.
    func actions() async throws -> [String] {
        try await doors.audit.list(limit: 1000).entries.reversed().map(\.action)
    }

    func count(_ table: SQL) async throws -> Int {
        try await database.read { try $0.value("SELECT count(*) FROM \(table)", as: Int.self) ?? 0 }
    }
}

extension Client {
    /// A known place.
    static let home = Client(address: IPAddress("192.0.2.1"), userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0")
    /// Somebody else.
    static let stranger = Client(address: IPAddress("198.51.100.7"), userAgent: "curl/8.5.0")

    static func at(_ address: String, deviceProof: String? = nil) -> Client {
        Client(address: IPAddress(address), userAgent: "curl/8.5.0", deviceProof: deviceProof)
    }
}

extension User {
    static let nobody = User(
        id: ID(), email: "", createdAt: Timestamp(microseconds: 0), updatedAt: Timestamp(microseconds: 0))
}

/// Mails that were sent.
final class MailBox: Sendable {
    private let mails = Mutex<[IdentityMail]>([])

    var all: [IdentityMail] { mails.withLock { $0 } }

    func add(_ mail: IdentityMail) {
        mails.withLock { $0.append(mail) }
    }
}

extension IdentityMail {
    /// What stands behind `?token=` in its link.
    var token: String? {
        text.split(separator: "?token=").dropFirst().first.map { String($0.prefix { !$0.isWhitespace }) }
    }
}

/// Runs all of these at once.
/// - Returns: what each of them returned or threw, in no order.
func race<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) async throws -> Value
) async -> [Result<Value, any Error>] {
    await withTaskGroup(of: Result<Value, any Error>.self) { group in
        for number in 0..<count {
            group.addTask {
                do { return .success(try await work(number)) } catch { return .failure(error) }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}

extension Result {
    var value: Success? { try? get() }
    var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
