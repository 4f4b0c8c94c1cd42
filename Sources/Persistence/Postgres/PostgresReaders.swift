import Dispatch
import Glibc
import Telemetry

/// The connections of a lane and the look-ups that wait for one. Used by the lane's thread alone.
///
/// Statements that are known to be fast share a connection; one that is not gets a connection to itself, so that others
/// do not wait for it. So there is one connection as long as all is fast, and more while something is slow: up to as many
/// as the whole pool may have.
final class PostgresReaders {
    private let place: PostgresPlace
    private unowned let lane: PostgresLane
    private var readers: [PostgresReader] = []
    private var waiting = PostgresWaiting<PostgresLookUp>()
    private var isOpening = false
    private var isClosed = false
    private var tidiedAt = ContinuousClock.now
    private var watched: [pollfd] = []

    /// Connecting blocks, which the lane must not.
    private static let openers = DispatchQueue(label: "souk.postgres.open", attributes: .concurrent)
    /// With so many statements under way the first connection gets a second one to its side.
    private static let load = 4
    /// How often the connections are looked over.
    private static let tidyTime = Duration.seconds(1)

    init(_ place: PostgresPlace, _ lane: PostgresLane) {
        (self.place, self.lane) = (place, lane)
    }

    /// Sends a look-up as soon as a connection can take it, or fails it.
    func add(_ lookUp: PostgresLookUp) {
        guard !isClosed else { return lookUp.fail(DatabaseError.closed) }
        if waiting.count >= place.options.waitingLimit { waiting.drop(where: \.isFinished) }
        guard waiting.count < place.options.waitingLimit else {
            place.metrics.refusedFull.increment()
            return lookUp.fail(DatabaseError.unavailable("\(waiting.count) look-ups wait for a connection"))
        }
        waiting.append(lookUp, until: .now + place.options.waitTimeout)
        sendWaiting()
    }

    /// A connection was opened, or the server refuses: then those that wait hear why, unless other connections are there.
    func add(_ opened: Result<PostgresReader, DatabaseError>) {
        isOpening = false
        switch opened {
        case .success(let reader):
            note(1)
            readers.append(reader)
            sendWaiting()
        case .failure(let error) where readers.isEmpty:
            for lookUp in waiting.removeAll() {
                place.metrics.refusedDown.increment()
                lookUp.fail(error)
            }
        case .failure: break
        }
    }

    /// Fails what waits.
    func beginClosing() {
        isClosed = true
        for lookUp in waiting.removeAll() { lookUp.fail(DatabaseError.closed) }
    }

    /// Nothing is under way any more.
    var isDone: Bool { !isOpening && readers.allSatisfy(\.isIdle) }

    /// How long the thread may sleep when nobody rings.
    var restTime: Duration {
        let isBusy = waiting.count > 0 || readers.count > 1 || readers.contains { !$0.isIdle }
        return isBusy ? Self.tidyTime : .seconds(60)
    }

    /// Waits for answers and for the bell, and hands on what has come.
    func wait(for bell: Bell, atMost limit: Duration) {
        watched.removeAll(keepingCapacity: true)
        watched.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0))
        for reader in readers { watched.append(pollfd(fd: reader.descriptor, events: Int16(POLLIN), revents: 0)) }
        if poll(&watched, nfds_t(watched.count), Int32(clamping: limit.wholeMilliseconds)) > 0 {
            if watched[0].revents != 0 { bell.clear() }
            var isLost = false
            for (index, reader) in readers.enumerated() where watched[index + 1].revents != 0 {
                for lookUp in reader.receive(place.metrics) { again(lookUp) }
                isLost = isLost || !reader.isUsable
            }
            if isLost { dropUnusable() }
            sendWaiting()
        }
        if tidiedAt.duration(to: .now) > Self.tidyTime { tidy() }
    }
}

extension PostgresReaders {
    private func sendWaiting() {
        while let lookUp = waiting.first {
            guard !lookUp.isFinished else {
                _ = waiting.popFirst()
                continue
            }
            guard let reader = reader(for: lookUp.statement.text) else { return openAnother() }
            guard let entry = waiting.popFirst() else { return }
            place.metrics.waitSeconds.observe(
                place.options.waitTimeout - ContinuousClock.now.duration(to: entry.deadline))
            reader.send(lookUp)
            if !reader.isUsable { dropUnusable() }
        }
    }

    private func reader(for text: String) -> PostgresReader? {
        if let idle = readers.first(where: { $0.isIdle && $0.isUsable }) { return idle }
        let reader = readers.filter { $0.takesAlong(text) }.min { $0.load < $1.load }
        // A backend is one process: two answer many callers faster than one.
        if let reader, readers.count == 1, reader.load >= Self.load { openAnother() }
        return reader
    }

    private func openAnother() {
        let most = place.options.connections + place.options.overflow
        guard !isOpening, !isClosed, readers.isEmpty || place.gate.connections < most else { return }
        isOpening = true
        Self.openers.async { [place, lane] in
            lane.add(Result { () throws(DatabaseError) in try place.reader() })
        }
    }

    /// What was under way on a connection that broke is asked once more: reading twice does no harm.
    private func dropUnusable() {
        for reader in readers where !reader.isUsable {
            if reader.isLost { place.metrics.lost.increment() }
            for lookUp in reader.abandon() { again(lookUp) }
        }
        keep { $0.isUsable || !$0.isIdle }
    }

    private func again(_ lookUp: PostgresLookUp) {
        guard !isClosed else { return lookUp.fail(DatabaseError.closed) }
        waiting.prepend(lookUp, until: .now + place.options.waitTimeout)
    }

    /// Lets go of what is not needed any more, of what nobody waits for, and of connections that are old.
    private func tidy() {
        tidiedAt = .now
        for lookUp in waiting.removeOverdue(at: tidiedAt) {
            place.metrics.refusedOverdue.increment()
            lookUp.fail(
                DatabaseError.unavailable("no connection to PostgreSQL came free in \(place.options.waitTimeout)"))
        }
        for reader in readers { reader.breakOffCancelled(at: tidiedAt) }
        dropUnusable()
        let oldest = tidiedAt - place.options.recycleAge
        keep { !$0.isIdle || $0.openedAt > oldest }
        let idle = tidiedAt - place.options.overflowIdleTime
        let first = readers.first
        keep { $0 === first || !$0.isIdle || $0.lastAnswer > idle }
        sendWaiting()
    }

    private func keep(_ isWanted: (PostgresReader) -> Bool) {
        let before = readers.count
        readers.removeAll { !isWanted($0) }
        note(readers.count - before)
    }

    private func note(_ change: Int) {
        guard change != 0 else { return }
        place.gate.note(change)
        place.metrics.open.add(Double(change))
    }
}

extension PostgresPlace {
    fileprivate func reader() throws(DatabaseError) -> PostgresReader {
        do {
            return try gate.open { try connect { try PostgresReader(target, metrics) } }
        } catch {
            throw error as? DatabaseError ?? .unavailable("\(error)")
        }
    }
}
