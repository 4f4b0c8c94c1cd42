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
    /// Look-ups are refused.
    private(set) var isClosed = false
    private var tidiedAt = Moment.now
    private var watched: [pollfd] = []

    /// Connecting blocks, which the lane must not.
    private static let openers = DispatchQueue(label: "souk.postgres.open", attributes: .concurrent)
    /// With so many statements under way the first connection gets a second one to its side.
    private static let load = 4
    /// How often the connections are looked over.
    private static let tidyTime = Moment.seconds(1)

    init(_ place: PostgresPlace, _ lane: PostgresLane) {
        (self.place, self.lane) = (place, lane)
    }

    /// Sends a look-up as soon as a connection can take it, or fails it.
    func add(_ lookUp: PostgresLookUp) {
        guard !isClosed else { return lookUp.fail(DatabaseError.closed) }
        if waiting.count == 0, let reader = reader(for: lookUp.statement.text) {
            place.metrics.waitSeconds.observe(0)
            send(lookUp, on: reader)
            // The connection may have turned out to be dead.
            return sendWaiting()
        }
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

    /// Waits for answers and for the bell, or only looks, and hands on what has come.
    func wait(for bell: Bell, isIdle: Bool) {
        watched.removeAll(keepingCapacity: true)
        watched.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0))
        for reader in readers { watched.append(pollfd(fd: reader.descriptor, events: Int16(POLLIN), revents: 0)) }
        let count = poll(&watched, nfds_t(watched.count), isIdle ? restTime : 0)
        let now = Moment.now
        if count > 0 {
            if watched[0].revents != 0 { bell.clear() }
            receive(at: now)
        }
        if tidiedAt + Self.tidyTime < now { tidy(at: now) }
    }

    /// How long the thread may sleep when nobody rings: a second while there is something to watch over, else a minute.
    private var restTime: Int32 {
        let isBusy = isClosed || waiting.count > 0 || readers.count > 1 || readers.contains { !$0.isIdle }
        return isBusy ? 1000 : 60_000
    }

    private func receive(at now: Moment) {
        var isLost = false
        for (index, reader) in readers.enumerated() where watched[index + 1].revents != 0 {
            for lookUp in reader.receive(at: now, place.metrics) { again(lookUp) }
            isLost = isLost || !reader.isUsable
        }
        if isLost { dropUnusable() }
        if waiting.count > 0 { sendWaiting() }
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
            send(lookUp, on: reader)
        }
    }

    private func send(_ lookUp: PostgresLookUp, on reader: PostgresReader) {
        reader.send(lookUp)
        if !reader.isUsable { dropUnusable() }
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
    private func tidy(at now: Moment) {
        tidiedAt = now
        for lookUp in waiting.removeOverdue(at: .now) {
            place.metrics.refusedOverdue.increment()
            lookUp.fail(
                DatabaseError.unavailable("no connection to PostgreSQL came free in \(place.options.waitTimeout)"))
        }
        for reader in readers { reader.breakOffCancelled(at: now) }
        dropUnusable()
        let (age, idle) = (Moment(place.options.recycleAge), Moment(place.options.overflowIdleTime))
        keep { !$0.isIdle || now < $0.openedAt + age }
        let first = readers.first
        keep { $0 === first || !$0.isIdle || now < $0.lastAnswer + idle }
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
