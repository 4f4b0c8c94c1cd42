import Kernel

/// The token between password and second factor: who it is, until when, and of which password.
struct SecondStep: Sendable {
    /// How long somebody has to find the code.
    static let lifetime = Duration.seconds(300)
    private static let purpose = "mfa"

    let user: ID<User>
    let expiresAt: Timestamp
    private let packet: SignedPacket

    /// Reads what a client sent; `nil` when it has the wrong form or is too old.
    init?(_ text: String, at now: Timestamp) {
        guard let packet = SignedPacket(text, length: 40) else { return nil }
        user = ID(bytes: packet.content)
        expiresAt = Timestamp(bytes: packet.content[16..<24])
        self.packet = packet
        guard now < expiresAt else { return nil }
    }

    /// Whether it is ours, and the password is still the one that was given.
    func isGenuine(passwordChangedAt: Timestamp, _ box: SecretBox) -> Bool {
        packet.isSigned(by: box, with: passwordChangedAt.bytes, for: SecondStep.purpose)
    }

    static func text(_ user: ID<User>, passwordChangedAt: Timestamp, _ box: SecretBox, at now: Timestamp) -> String {
        let expiresAt = now.advanced(by: lifetime)
        return box.packet(
            user.bytes + expiresAt.bytes + [UInt8].random(count: 16), with: passwordChangedAt.bytes, for: purpose)
    }
}
