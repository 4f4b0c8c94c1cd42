import CPostgres
import Glibc

/// One connection in libpq's pipeline mode: what is sent is written down, and its answers are taken in that order.
///
/// A pipeline is what lets BEGIN, the parsing of a statement and its first run travel together in one round trip, and
/// a whole batch as well. Sending never dead-locks: when the socket is full, libpq reads while it waits to write
/// (`pqSendSome`), and batches are cut so that few answers are under way.
final class PostgresWire {
    private let handle: OpaquePointer
    private var awaited: [Step] = []
    private var next = 0
    /// The connection broke: nothing can be sent on it any more.
    private(set) var isLost = false
    /// What has come since the last sync, when answers are not waited for.
    private var partial = PostgresReply()
    /// Waits for input for a while, and says whether to wait on; `nil` waits as long as the connection lives.
    private var isWorthWaiting: (() -> Bool)?

    /// Something sent that the server will answer.
    private enum Step {
        case control
        case parse(PostgresStatement)
        case query
        case sync

        var isQuery: Bool {
            if case .query = self { true } else { false }
        }

        var isSync: Bool {
            if case .sync = self { true } else { false }
        }
    }

    init(_ target: PostgresTarget) throws {
        handle = try target.connect()
        // Without one, libpq writes the server's notices to standard error.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        isLost = PQenterPipelineMode(handle) == 0
    }

    deinit {
        PQfinish(handle)
    }

    /// Sends a statement without values that is too rare to be prepared: ROLLBACK, DEALLOCATE.
    func send(control text: String) {
        note(.control, PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0))
    }

    /// Runs a parsed statement that has neither values nor rows.
    func send(control statement: PostgresStatement) {
        note(.control, PQsendQueryPrepared(handle, statement.name, 0, nil, nil, nil, 0))
    }

    /// Has the server parse a statement under its name.
    func send(parse statement: PostgresStatement) {
        note(.parse(statement), PQsendPrepare(handle, statement.name, statement.text, 0, nil))
    }

    /// Runs a parsed statement; its answer comes in binary form.
    func send(_ statement: PostgresStatement, _ parameters: PostgresParameters) {
        note(.query, parameters.send { PQsendQueryPrepared(handle, statement.name, $0, $1, $2, $3, 1) })
    }

    /// Ends the pipeline: the server answers everything and says that it is ready, in a packet of its own. Behind an
    /// error it skips everything up to here.
    func sendSync() {
        note(.sync, PQpipelineSync(handle))
    }

    /// Asks for the answers so far, without an end of the pipeline.
    func sendFlush() {
        if PQsendFlushRequest(handle) == 0 { isLost = true }
    }

    /// Takes the answers to everything that was sent.
    ///
    /// After an error the server skips what follows up to the next sync, so a reply holds one failure at most.
    func receive() -> PostgresReply {
        var reply = PostgresReply()
        while next < awaited.count, !isLost {
            let step = awaited[next]
            next += 1
            take(step, into: &reply)
        }
        awaited.removeAll(keepingCapacity: true)
        next = 0
        if isLost, reply.failure == nil { reply.loss = lossMessage }
        return reply
    }

    /// Takes the answers that have come, without waiting for more, and hands on one reply for each sync: that of what was
    /// sent since the sync before it. A connection that broke gives no more replies.
    func receiveReady(_ body: (PostgresReply) -> Void) {
        // An error shows in the next result.
        _ = PQconsumeInput(handle)
        while next < awaited.count, !isLost, PQisBusy(handle) == 0 {
            let step = awaited[next]
            if takeReady(step) { next += 1 }
            if step.isSync, !isLost {
                body(partial)
                partial = PostgresReply()
            }
        }
        if PQstatus(handle) != CONNECTION_OK { isLost = true }
        if next == awaited.count || next > 64 {
            awaited.removeFirst(next)
            next = 0
        }
    }

    /// Takes one result that is there.
    /// - Returns: whether it was the last of its step: behind all but a sync there is a null pointer.
    private func takeReady(_ step: Step) -> Bool {
        guard let result = PQgetResult(handle) else {
            noteLoss(unless: !step.isSync)
            return true
        }
        take(result, of: step, into: &partial)
        return step.isSync
    }

    /// The socket, to watch for answers.
    var descriptor: Int32 { PQsocket(handle) }

    /// What cancels a statement on this connection.
    func canceller(_ metrics: PostgresMetrics) -> PostgresCanceller {
        PostgresCanceller(handle, metrics)
    }

    /// The server has a transaction open, as it said at the last sync.
    var isInTransaction: Bool {
        [PQTRANS_INTRANS, PQTRANS_INERROR].contains(PQtransactionStatus(handle))
    }

    /// Asks for a sign of life and waits no longer than that for it; a connection that gives none is lost.
    func answers(within limit: Duration) -> Bool {
        let end = ContinuousClock.now + limit
        isWorthWaiting = { [unowned self] in self.hasInput(until: end) }
        defer { isWorthWaiting = nil }
        sendSync()
        _ = receive()
        return !isLost
    }

    private func nextResult() -> OpaquePointer? {
        if let isWorthWaiting {
            while PQisBusy(handle) == 1 {
                guard isWorthWaiting() else {
                    isLost = true
                    return nil
                }
                // Reads what is there, and nothing when nothing is; an error shows in the result.
                if PQconsumeInput(handle) == 0 { break }
            }
        }
        return PQgetResult(handle)
    }

    private func hasInput(until deadline: ContinuousClock.Instant) -> Bool {
        hasInput(milliseconds: Int32(clamping: max(ContinuousClock.now.duration(to: deadline).wholeMilliseconds, 0)))
    }

    private func hasInput(milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) == 1
    }

    /// Why the connection broke.
    var lossMessage: String {
        let message = String(cString: PQerrorMessage(handle)).split(separator: "\n").first.map(String.init)
        return message ?? "the connection to PostgreSQL was lost"
    }

    private func note(_ step: Step, _ accepted: Int32) {
        // Values were checked before, so that a refusal by libpq means that the connection is gone.
        if accepted == 0 { isLost = true }
        awaited.append(step)
    }

    /// Each step but a sync is answered by results and a null pointer; a sync by one result.
    private func take(_ step: Step, into reply: inout PostgresReply) {
        if case .sync = step {
            guard let result = nextResult() else { return noteLoss(unless: false) }
            let isSync = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            take(result, of: step, into: &reply)
            noteLoss(unless: isSync)
            return
        }
        while let result = nextResult() { take(result, of: step, into: &reply) }
        noteLoss(unless: PQstatus(handle) == CONNECTION_OK)
    }

    private func take(_ pointer: OpaquePointer, of step: Step, into reply: inout PostgresReply) {
        let result = PostgresResult(pointer)
        switch PQresultStatus(pointer) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            if case .parse(let statement) = step { statement.isPrepared = true }
            reply.add(result, isQuery: step.isQuery)
        case PGRES_PIPELINE_SYNC, PGRES_PIPELINE_ABORTED: break
        default: reply.fail(PostgresFailure(pointer))
        }
        noteLoss(unless: reply.failure?.isFatal != true)
    }

    private func noteLoss(unless isFine: Bool) {
        if !isFine { isLost = true }
    }
}
