import Foundation
import Kernel
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Search

/// What the embedded index keeps in its file.
struct EmbeddedIndexTests {
    /// Moved by hand.
    private final class MovedClock: Sendable {
        private let moment = Mutex(fixedMoment)
        var clock: WallClock { WallClock { self.moment.withLock { $0 } } }

        func move(by duration: Duration) {
            moment.withLock { $0 = $0.advanced(by: duration) }
        }
    }

    private static func at(_ sequence: Int64) -> FeedPosition { FeedPosition(epoch: 0, sequence: sequence) }

    @Test func `a position that moved without a product is kept once an hour, changes each time`() async throws {
        try await TestDatabase.sqlite.withPlace { folder, _ in
            let clock = MovedClock()
            func open() -> EmbeddedIndex {
                EmbeddedIndex(
                    snapshot: folder.appending(path: "index"), shop: "shop", logger: silentLogger, clock: clock.clock)
            }
            let index = open()
            try await index.rebuild(from: FakeCatalogue([.fixture(1, "Lamp")]).source, position: Self.at(1))
            try await index.persist()
            #expect(open().position == Self.at(1))

            try await index.apply(puts: [], deletes: [], position: Self.at(2))
            try await index.persist()
            #expect(open().position == Self.at(1))
            clock.move(by: .seconds(3600))
            try await index.persist()
            #expect(open().position == Self.at(2))

            try await index.apply(puts: [.fixture(2, "Desk")], deletes: [], position: Self.at(3))
            try await index.persist()
            #expect(open().position == Self.at(3))
            #expect(open().productCount == 2)
        }
    }

    @Test func `a thousand changes one after the other are all found, in few segments`() async throws {
        try await TestDatabase.sqlite.withPlace { folder, _ in
            let index = EmbeddedIndex(snapshot: folder.appending(path: "index"), shop: "shop", logger: silentLogger)
            try await index.rebuild(from: FakeCatalogue().source, position: Self.at(0))
            var expected: Set<String> = []
            for number in 1...1000 {
                let (put, delete) = (number % 50, (number + 7) % 50)
                try await index.apply(
                    puts: [.fixture(put, "Lamp \(number)")], deletes: [productID(delete)],
                    position: Self.at(Int64(number)))
                expected.insert(productID(put))
                expected.remove(productID(delete))
                #expect(try await Set(index.ids()) == expected)
            }
            #expect(index.segmentCount <= EmbeddedIndex.maximumSegments + 1)
        }
    }
}
