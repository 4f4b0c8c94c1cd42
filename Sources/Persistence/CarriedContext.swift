import Telemetry
import Tracing

/// A transaction's closure runs on a thread of the database, where the task's own context is not seen. Whoever writes in
/// a trace finds it there all the same: a job that is enqueued keeps it.
func carryingTrace<Value>(
    into body: @escaping @Sendable (Transaction) throws -> Value
) -> @Sendable (Transaction) throws -> Value {
    guard let context = ServiceContext.current, context.trace != nil else { return body }
    return { transaction in try ServiceContext.withValue(context) { try body(transaction) } }
}
