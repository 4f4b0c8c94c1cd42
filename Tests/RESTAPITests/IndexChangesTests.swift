import HTTPTypes
import HummingbirdTesting
import Kernel
import Search
import Souk
import Synchronization
import TestSupport
import Testing

/// Answers of searches are kept until the follower says that they changed: too early would keep the old ones for ever.
@Suite(.timeLimit(.minutes(2)))
struct IndexChangesTests {
    @Test(arguments: TestDatabase.all)
    func `a change is told after searches find it, and only then`(_ kind: TestDatabase) async throws {
        try await TestShop.with(kind) { shop, client in
            let index = shop.embedded
            let counts = Counts()
            var follower = shop.follower
            follower.onChange = { counts.add(index.productCount) }
            // Builds the index, empty as it is.
            try await follower.start()
            #expect(counts.all == [0])
            try await follower.start()
            #expect(counts.all == [0])
            _ = try await client.send(.post, "/products", #"{"name": "Lamp", "price": 5, "status": "published"}"#)
            while counts.all.count < 2 { try await follower.start() }
            #expect(counts.all == [0, 1])
            _ = try await client.send(.delete, "/products/lamp")
            while counts.all.count < 3 { try await follower.start() }
            #expect(counts.all == [0, 1, 0])
        }
    }

    private final class Counts: Sendable {
        private let counts = Mutex<[Int]>([])

        var all: [Int] { counts.withLock { $0 } }

        func add(_ count: Int) { counts.withLock { $0.append(count) } }
    }
}
