package import Hummingbird
import Logging

/// Turns what was thrown into an answer: problem details for programs, a page for people.
///
/// It stands around everything as part of the `Gateway`, and once more inside each layer that adds headers to answers:
/// a browser hides an answer without CORS headers from the page, and a client wants to know its rate limit of a 404 too.
package struct ErrorAnswers: Sendable {
    private let pages: @Sendable (Problem, Request, ShopContext) -> Response?

    init(_ pages: @escaping @Sendable (Problem, Request, ShopContext) -> Response?) {
        self.pages = pages
    }

    /// What `next` answers, or what is to be said about its error.
    func answer(
        _ request: Request, _ context: ShopContext, _ next: (Request, ShopContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(ErrorAnswers.named(error))
            if problem.status.kind == .serverError {
                // Being too busy is foreseen, and would fill the log just then.
                let level: Logger.Level = problem.status == .serviceUnavailable ? .warning : .error
                context.logger.log(level: level, "Request failed", metadata: ["error": .string("\(error)")])
            }
            let page = request.isForPrograms ? nil : pages(problem, request, context)
            return page ?? problem.response(instance: request.uri.path, requestID: context.requestID)
        }
    }

    /// Hummingbird's own 404 in our words.
    private static func named(_ error: any Error) -> any Error {
        guard let error = error as? HTTPError else { return error }
        return error.status == .notFound ? RequestError.notFound : error
    }
}

extension ErrorAnswers: RouterMiddleware {
    package func handle(
        _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        await answer(request, context, next)
    }
}
