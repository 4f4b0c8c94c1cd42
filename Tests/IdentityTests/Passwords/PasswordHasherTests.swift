import Foundation
import Telemetry
import TestSupport
import Testing

@testable import Identity

@Suite struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: 4, threads: 2)

    @Test func `a password is right against its own hash, and no other`() async throws {
        let hash = try await hasher.hash("correct horse")
        #expect(hash.hasPrefix("$2b$04$"))
        #expect(hash.utf8.count == 60)
        #expect(try await hasher.check("correct horse", against: hash) == .right)
        #expect(try await hasher.check("correct horsf", against: hash) == .wrong)
        #expect(try await hasher.check("", against: hash) == .wrong)
        #expect(try await hasher.hash("correct horse") != hash, "each hash has a salt of its own")
    }

    @Test(
        arguments: [
            ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
            ("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
        ])
    func `what another bcrypt made is right, and outdated`(password: String, hash: String) async throws {
        #expect(try await hasher.check(password, against: hash) == .rightButOutdated)
        #expect(try await hasher.check(password + "x", against: hash) == .wrong)
    }

    @Test func `a hash of a lower cost is right but outdated, one of a higher is right`() async throws {
        let (lower, higher) = (PasswordHasher(cost: 5, threads: 1), PasswordHasher(cost: 6, threads: 1))
        let hash = try await lower.hash("secret garden")
        #expect(try await higher.check("secret garden", against: hash) == .rightButOutdated)
        #expect(try await hasher.check("secret garden", against: hash) == .right)
    }

    @Test(arguments: [71, 72, 73, 200, 256])
    func `every byte of a long password counts`(length: Int) async throws {
        let password = String(repeating: "a", count: length - 1)
        let hash = try await hasher.hash(password + "b")
        #expect(try await hasher.check(password + "b", against: hash) == .right)
        #expect(try await hasher.check(password + "c", against: hash) == .wrong)
        #expect(try await hasher.check(password, against: hash) == .wrong)
    }

    @Test func `a NUL is a character like any other`() async throws {
        let hash = try await hasher.hash("before\0after")
        #expect(try await hasher.check("before\0after", against: hash) == .right)
        #expect(try await hasher.check("before\0other", against: hash) == .wrong)
        #expect(try await hasher.check("before", against: hash) == .wrong)
    }

    @Test func `the same letters are the same password, however they are put together`() async throws {
        let hash = try await hasher.hash("Gr\u{FC}\u{DF}e aus \u{212B}")
        #expect(try await hasher.check("Gru\u{308}\u{DF}e aus A\u{30A}", against: hash) == .right)
    }

    @Test(arguments: [
        nil, "", "*0", "plain text", "$2b$31$", "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ])
    func `a password of nobody is wrong after one hash of the usual cost`(stored: String?) async throws {
        let metrics = MetricRegistry()
        let hasher = PasswordHasher(cost: 4, threads: 1, metrics: metrics)
        #expect(try await hasher.check("whatever it is", against: stored) == .wrong)
        #expect(metrics.text.contains("souk_password_hashes_total 1\n"))
    }

    @Test func `whoever comes when the queue is full is refused at once`() async throws {
        let metrics = MetricRegistry()
        let threads = HashingThreads(count: 0, limit: 2, metrics: metrics)
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 { group.addTask { _ = try await threads.hash([1], setting: "") } }
            try await wait { threads.waitingCount >= 2 }
            await #expect(throws: IdentityError.busy) { _ = try await threads.hash([1], setting: "") }
            #expect(metrics.text.contains("souk_password_queue_length 2\n"))
            #expect(metrics.text.contains("souk_password_refused_total 1\n"))
            group.cancelAll()
        }
    }

    @Test func `a cancelled task leaves the queue`() async throws {
        let threads = HashingThreads(count: 0, limit: 8, metrics: nil)
        let waiting = Task { _ = try await threads.hash([1], setting: "") }
        try await wait { threads.waitingCount >= 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(threads.waitingCount == 0)
    }

    @Test func `many passwords share few threads`() async throws {
        let hasher = hasher
        let hash = try await hasher.hash("the right one")
        let right = try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    try await hasher.check(number.isMultiple(of: 3) ? "the right one" : "\(number)", against: hash)
                }
            }
            return try await group.reduce(0) { $0 + ($1 == .right ? 1 : 0) }
        }
        #expect(right == 20)
    }

    @Test func `the threads that hash give way to all others`() async throws {
        _ = try await hasher.hash("anything at all")
        let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
        let priorities = tasks.compactMap { task -> Int? in
            guard let stat = try? String(contentsOfFile: "/proc/self/task/\(task)/stat", encoding: .utf8),
                let name = stat.firstRange(of: "(password)")
            else { return nil }
            // Field 19 of proc(5) is the nice value; the name is the second.
            return Int(stat[name.upperBound...].split(separator: " ")[16])
        }
        #expect(!priorities.isEmpty)
        #expect(priorities.allSatisfy { $0 >= 10 }, "\(priorities)")
    }
}
