import HTTPTypes
import Hummingbird
import Identity
package import Kernel

/// Where idempotency keys are kept: filled by the composition root, so that this target knows no database.
package struct IdempotencyStore: Sendable {
    let claim: @Sendable (_ scope: String, _ key: String, _ fingerprint: String) async throws -> IdempotencyOutcome
    let keep: @Sendable (StoredAnswer, IdempotencyClaim) async throws -> Void
    let release: @Sendable (IdempotencyClaim) async throws -> Void

    /// A store of these calls.
    package init(
        claim:
            @escaping @Sendable (_ scope: String, _ key: String, _ fingerprint: String) async throws ->
            IdempotencyOutcome,
        keep: @escaping @Sendable (StoredAnswer, IdempotencyClaim) async throws -> Void,
        release: @escaping @Sendable (IdempotencyClaim) async throws -> Void
    ) {
        (self.claim, self.keep, self.release) = (claim, keep, release)
    }
}

/// A request that came with `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), so that it can be sent again
/// without happening again.
struct IdempotentRequest {
    let scope: String
    let key: String
    let fingerprint: String
    let address: String
    let requestID: String

    /// `nil` for a request without the header.
    /// - Throws: `RequestError.malformed` for a key of another form.
    init?(_ request: Request, _ body: [UInt8], _ context: ShopContext, _ box: SecretBox) throws(RequestError) {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed("Idempotency-Key must have 1 to 255 printable characters without spaces.")
        }
        self.key = key
        scope = context.caller.userID.map { IdempotencyClaim.scope(of: $0.description) } ?? "address:\(context.client)"
        // Keyed: a plain hash of a body with a password in it would let who reads the database guess.
        let line = Array("\(request.method.rawValue) \(request.uri.string)\n".utf8)
        fingerprint = box.code(of: line + body, for: "idempotency").hexadecimal
        (address, requestID) = (request.uri.path, context.requestID)
    }

    /// Runs `body` unless the request was answered before.
    /// - Throws: `RequestError.keyInUse`, `.keyTaken`, and what `body` throws.
    func once(
        in store: IdempotencyStore, _ body: (IdempotencyClaim) async throws -> RenderedAnswer
    ) async throws -> RenderedAnswer {
        switch try await store.claim(scope, key, fingerprint) {
        case .answered(let answer): return RenderedAnswer(answer)
        case .inFlight: throw RequestError.keyInUse
        case .mismatch: throw RequestError.keyTaken
        case .claimed(let claim): return try await run(claim, store, body)
        }
    }

    private func run(
        _ claim: IdempotencyClaim, _ store: IdempotencyStore, _ body: (IdempotencyClaim) async throws -> RenderedAnswer
    ) async throws -> RenderedAnswer {
        do {
            let answer = try await body(claim)
            // A use case that takes a receipt has kept it already, with its change.
            try? await store.keep(answer.stored, claim)
            return answer
        } catch {
            await note(Problem(error), claim, store)
            throw error
        }
    }

    /// A refusal is an answer like any other; what may pass is not (specification, "Decided" in api.md).
    private func note(_ problem: Problem, _ claim: IdempotencyClaim, _ store: IdempotencyStore) async {
        let passes = problem.status.kind == .serverError || [402, 429].contains(problem.status.code)
        if passes {
            try? await store.release(claim)
        } else {
            try? await store.keep(problem.rendered(instance: address, requestID: requestID).stored, claim)
        }
    }
}
