package import Hummingbird

/// Answers each request in a task of its own, which ends with it.
///
/// A task keeps the stack that its deepest call needed for as long as it lives. On the task of the connection, a single
/// request would leave 23 kB behind, 230 MB for 10,000 idle connections.
package struct RequestTask<Base: HTTPResponder>: HTTPResponder where Base.Context: Sendable {
    private let base: Base

    /// Answers of that responder.
    package init(_ base: Base) {
        self.base = base
    }

    /// What the other answers.
    package func respond(to request: Request, context: Base.Context) async throws -> Response {
        async let response = base.respond(to: request, context: context)
        return try await response
    }
}
