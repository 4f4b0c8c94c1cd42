/// An answer as it is kept for whoever asks the same once more.
package struct StoredAnswer: Sendable, Equatable {
    /// The HTTP status.
    package let status: Int
    /// Its headers, by their names in small letters.
    package let headers: [String: String]
    /// Its body.
    package let body: [UInt8]

    /// An answer of these parts.
    package init(status: Int, headers: [String: String], body: [UInt8]) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }
}

/// The right to carry out the request that came under an idempotency key, until its lease ends.
package struct IdempotencyClaim: Sendable, Hashable {
    /// Whose key it is: the same key of two users is two keys.
    package let scope: String
    /// What the client sent as `Idempotency-Key`.
    package let key: String
    /// Tells this try from a later one that takes over after a crash.
    package let token: ID<IdempotencyClaim>

    /// A claim.
    package init(scope: String, key: String, token: ID<IdempotencyClaim>) {
        (self.scope, self.key, self.token) = (scope, key, token)
    }

    /// The scope of the keys of somebody who is known, by id.
    package static func scope(of user: String) -> String { "user:\(user)" }
}

/// What became of the request that came under a key before.
package enum IdempotencyOutcome: Sendable {
    /// It is the first, or the one before it died: carry it out.
    case claimed(IdempotencyClaim)
    /// It was carried out; this is what it was answered.
    case answered(StoredAnswer)
    /// It is being carried out just now.
    case inFlight
    /// It was another request.
    case mismatch
}

/// What a use case writes down **in the transaction of its change**, so that the same request, sent again after a lost
/// answer or a crash, finds the answer and changes nothing.
///
/// ```swift
/// let made = try await products.create(draft, receipt: call.receipt { Created(ProductAnswer($0), …) })
/// ```
package struct Receipt<Value>: Sendable {
    /// The request that it is for.
    package let claim: IdempotencyClaim
    /// What the client is told about that value.
    package let answer: @Sendable (Value) -> StoredAnswer

    /// A receipt.
    package init(_ claim: IdempotencyClaim, answer: @escaping @Sendable (Value) -> StoredAnswer) {
        (self.claim, self.answer) = (claim, answer)
    }
}
