package import Kernel

/// What a client exchanges for a new pair of tokens. It is derived from the session's row and the shop's secret, and kept
/// nowhere: the database holds nothing that could be presented.
struct RefreshToken: Sendable {
    private static let purpose = "refresh"

    let session: ID<Session>
    /// How many refreshes came before it.
    let generation: Int
    private let packet: SignedPacket

    /// Reads what a client sent, without knowing yet whether it is ours.
    init?(_ text: String) {
        guard let packet = SignedPacket(text, length: 24),
            let generation = Int(exactly: UInt64(bytes: packet.content.suffix(8)))
        else { return nil }
        (session, self.generation, self.packet) = (ID(bytes: packet.content), generation, packet)
    }

    /// Whether it was made for the session with that nonce.
    func isGenuine(nonce: [UInt8], _ box: SecretBox) -> Bool {
        packet.isSigned(by: box, with: nonce, for: RefreshToken.purpose)
    }

    /// The token of that generation.
    static func text(_ session: ID<Session>, generation: Int, nonce: [UInt8], _ box: SecretBox) -> String {
        box.packet(session.bytes + UInt64(generation).bytes, with: nonce, for: purpose)
    }
}

extension Session {
    /// The session that a cookie names, be there one or not. It proves nothing: anybody can name any.
    package static func named(by cookie: String) -> ID<Session>? { SessionCookie.read(cookie)?.session }
}

/// What a browser keeps of its session.
enum SessionCookie {
    private static let purpose = "cookie"

    static func text(_ session: ID<Session>, nonce: [UInt8], _ box: SecretBox) -> String {
        box.packet(session.bytes, with: nonce, for: purpose)
    }

    /// The session that a cookie names, and what tells whether it may.
    static func read(_ text: String) -> (session: ID<Session>, packet: SignedPacket)? {
        SignedPacket(text, length: 16).map { (ID(bytes: $0.content), $0) }
    }

    static func isGenuine(_ packet: SignedPacket, nonce: [UInt8], _ box: SecretBox) -> Bool {
        packet.isSigned(by: box, with: nonce, for: purpose)
    }
}
