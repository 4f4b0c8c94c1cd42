import Foundation
import Synchronization

/// All lanes of a database.
final class PostgresLanes: Sendable {
    private let lanes: [PostgresLane]
    private let turn = Atomic(0)

    /// One for each processor, but no more than a quarter of the connections.
    init(_ place: PostgresPlace) {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        lanes = (0..<max(1, min(processors, place.options.connections / 4))).map { _ in PostgresLane(place) }
    }

    /// The one that the caller runs on, or each in turn.
    var current: PostgresLane {
        if let lane = lanes.first(where: \.isCurrent) { return lane }
        return next
    }

    /// Each in turn.
    var next: PostgresLane {
        lanes[Int(UInt(bitPattern: turn.wrappingAdd(1, ordering: .relaxed).newValue) % UInt(lanes.count))]
    }

    func beginClosing() {
        for lane in lanes { lane.beginClosing() }
    }

    func waitForEnd() async {
        for lane in lanes { await lane.waitForEnd() }
    }
}
