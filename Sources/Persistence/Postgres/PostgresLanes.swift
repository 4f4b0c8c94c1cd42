import Synchronization

/// All lanes of a database.
final class PostgresLanes: Sendable {
    private let lanes: [PostgresLane]
    private let turn = Atomic(0)

    init(_ place: PostgresPlace) {
        lanes = (0..<place.options.lanes).map { _ in PostgresLane(place) }
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
