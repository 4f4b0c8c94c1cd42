import Dispatch
import Telemetry

/// A connection that answers look-ups in the order in which they were sent, each outside any transaction, on a session
/// that is read-only by default.
///
/// `@unchecked Sendable`: it is handed once from the thread that opened it to the lane that uses it.
final class PostgresReader: @unchecked Sendable {
    private let wire: PostgresWire
    private let canceller: PostgresCanceller
    private var statements = PostgresStatements()
    private var parameters = PostgresParameters()
    /// What was sent and is not answered.
    private var flights: [Flight] = []
    /// It takes no more: a table changed under its statements, or its statement was broken off.
    private var isOutdated = false
    /// When it was opened.
    let openedAt = Moment.now
    /// When the last answer came, or the connection was opened.
    private(set) var lastAnswer = Moment.now

    private struct Flight {
        let lookUp: PostgresLookUp
        let statement: PostgresStatement
        let sentAt: Moment
    }

    /// So many answers of single rows fit into any socket's buffer.
    private static let flightLimit = 32
    /// A statement that takes longer than this shall not make others wait for it.
    private static let slowAnswer = Moment.milliseconds(2)
    /// A statement that nobody waits for any more may take so long before its connection is given up for it.
    private static let patience = Moment.milliseconds(100)

    init(_ target: PostgresTarget, _ metrics: PostgresMetrics) throws {
        wire = try PostgresWire(target)
        canceller = wire.canceller(metrics)
    }

    var descriptor: Int32 { wire.descriptor }
    var isIdle: Bool { flights.isEmpty }
    /// How many statements are under way.
    var load: Int { flights.count }
    var isLost: Bool { wire.isLost }
    /// It can take look-ups, now or when it is idle.
    var isUsable: Bool { !wire.isLost && !isOutdated }

    /// Whether that statement may travel behind those under way: none of them keeps others waiting.
    func takesAlong(_ text: String) -> Bool {
        isUsable && flights.count < Self.flightLimit && !statements.travelsAlone(text)
            && flights.allSatisfy { !$0.statement.travelsAlone }
    }

    /// Sends a look-up. One that follows another is answered even if that fails: each ends with a sync of its own.
    func send(_ lookUp: PostgresLookUp) {
        let (statement, evicted) = statements.statement(for: lookUp.statement.text)
        if let evicted, evicted.isPrepared { wire.send(control: "DEALLOCATE \(evicted.name)") }
        // One that is not acknowledged yet travels alone, so nobody else has it parsed at the same time.
        if !statement.isPrepared { wire.send(parse: statement) }
        parameters.fill(lookUp.statement.values)
        wire.send(statement, parameters)
        wire.sendSync()
        flights.append(Flight(lookUp: lookUp, statement: statement, sentAt: .now))
    }

    /// Hands on the answers that have come.
    /// - Returns: what has to be asked anew on another connection.
    func receive(at now: Moment, _ metrics: PostgresMetrics) -> [PostgresLookUp] {
        var again: [PostgresLookUp] = []
        wire.receiveReady { reply in
            guard !flights.isEmpty else { return }
            let flight = flights.removeFirst()
            flight.statement.travelsAlone = max(flight.sentAt, lastAnswer) + Self.slowAnswer < now
            lastAnswer = now
            metrics.readSeconds.observe(flight.sentAt.seconds(until: now))
            if !finish(flight, reply) {
                metrics.retriedPlan.increment()
                isOutdated = true
                again.append(flight.lookUp)
            }
        }
        return again
    }

    /// The connection broke.
    /// - Returns: what was under way and is worth another try; the rest is failed.
    func abandon() -> [PostgresLookUp] {
        guard wire.isLost else { return [] }
        let left = flights.map(\.lookUp)
        flights = []
        return left.filter { lookUp in
            let isAgain = lookUp.beginAgain()
            if !isAgain { lookUp.fail(DatabaseError.unavailable("PostgreSQL: \(wire.lossMessage)")) }
            return isAgain
        }
    }

    /// Gives the connection up for a statement that nobody waits for any more, and asks the server to stop it.
    func breakOffCancelled(at now: Moment) {
        guard flights.count == 1, flights[0].lookUp.isFinished, flights[0].sentAt + Self.patience < now else { return }
        flights = []
        isOutdated = true
        PostgresInterruption.messengers.async { [canceller, self] in
            canceller.cancel()
            // The connection is closed behind the request, not before: the request names its backend.
            _ = self
        }
    }

    /// - Returns: whether the caller has its answer; else a table has changed under the statement.
    private func finish(_ flight: Flight, _ reply: PostgresReply) -> Bool {
        if let failure = reply.failure {
            if failure.isStalePlan, flight.lookUp.beginAgain() { return false }
            flight.lookUp.fail(failure.error(in: flight.statement.text))
        } else if let answer = reply.answer {
            flight.lookUp.promise.finish(
                .success(PostgresAnswer(answer, flight.statement.shape(of: answer))))
        } else {
            flight.lookUp.fail(DatabaseError.statement(flight.statement.text, message: "the server gave no answer"))
        }
        return true
    }
}
