package import Kernel

/// A device that has signed into the account before that somebody wants to get into.
package struct KnownDevice: Sendable {
    /// Names it, and nobody else's.
    package let id: ID<KnownDevice>

    init(_ proof: DeviceProof) { id = ID(bytes: proof.mark) }
}

/// What a device keeps after a login, to be known again: `user ‖ mark ‖ moment`, signed. Worth nothing without the
/// password.
struct DeviceProof: Sendable {
    /// How long a device is remembered.
    static let lifetime = Duration.seconds(180 * 86_400)
    private static let purpose = "device"

    let user: ID<User>
    /// Sixteen random bytes that name the device.
    let mark: [UInt8]
    let issuedAt: Timestamp

    /// A new device of that user.
    init(for user: ID<User>, at now: Timestamp) {
        (self.user, mark, issuedAt) = (user, .random(count: 16), now)
    }

    /// Reads what a client sent; `nil` when it is not ours or too old.
    init?(_ text: String, box: SecretBox, at now: Timestamp) {
        guard let packet = SignedPacket(text, length: 40), packet.isSigned(by: box, for: DeviceProof.purpose) else {
            return nil
        }
        user = ID(bytes: packet.content)
        mark = Array(packet.content[16..<32])
        issuedAt = Timestamp(bytes: packet.content[32...])
        guard now < issuedAt.advanced(by: DeviceProof.lifetime) else { return nil }
    }

    /// What the client keeps.
    func text(_ box: SecretBox) -> String {
        box.packet(user.bytes + mark + issuedAt.bytes, for: DeviceProof.purpose)
    }
}
