import Foundation

/// Where the time of day comes from: the system in production, a fixed moment in tests.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    /// A clock that asks `read` for every moment.
    package init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    /// The current moment.
    package var now: Timestamp { read() }

    /// The system's clock, cut to whole milliseconds: what JSON shows is then exactly what the database holds.
    package static let system = WallClock {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1000)
    }

    /// A clock that stands still, for tests.
    package static func fixed(_ moment: Timestamp) -> WallClock {
        WallClock { moment }
    }
}
