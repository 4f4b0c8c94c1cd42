import SearchEngine

/// A card that lies in an index: read when somebody looks at it, copied when it is only passed on.
package struct StoredCard: Sendable {
    private let content: Content

    private enum Content: Sendable {
        case ready(ProductCard)
        case mapped(StoredBytes)
        case bytes([UInt8])
    }

    /// A card that is there.
    package init(_ card: ProductCard) {
        content = .ready(card)
    }

    /// The payload of a document of the engine.
    init(_ payload: StoredBytes) {
        content = .mapped(payload)
    }

    /// The members of its JSON object.
    init(jsonMembers: [UInt8]) {
        content = .bytes(jsonMembers)
    }

    /// The card.
    package var card: ProductCard {
        switch content {
        case .ready(let card): card
        case .mapped(let payload):
            payload.withUnsafeBytes { ProductCard(jsonMembers: $0.dropFirst(Fingerprint.size)) } ?? .unreadable
        case .bytes(let bytes): ProductCard(jsonMembers: bytes) ?? .unreadable
        }
    }

    /// Hands the members of its JSON object over, `"id":…` to `"image":…`, without braces.
    package func withJSONMembers(_ body: (UnsafeRawBufferPointer) -> Void) {
        switch content {
        case .ready(let card): card.jsonMembers.withUnsafeBytes(body)
        case .mapped(let payload):
            payload.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0.dropFirst(Fingerprint.size))) }
        case .bytes(let bytes): bytes.withUnsafeBytes(body)
        }
    }
}
