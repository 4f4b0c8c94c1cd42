import Identity
import Kernel
import WebSupport

/// What `navigator.credentials.create` takes (WebAuthn level 3, `PublicKeyCredentialCreationOptionsJSON`).
struct PasskeyCreationAnswer: Answer {
    let options: PasskeyCreationOptions

    static let example = PasskeyCreationAnswer(
        options: PasskeyCreationOptions(
            challenge: Array(0..<32), relyingParty: .example, userHandle: Array(0..<16), userName: "ada@example.com",
            displayName: "Ada Lovelace", algorithms: [-7, -8, -257], excluded: []))

    func write(to object: inout AnswerWriter) {
        object.member("publicKey", CreationPart(options: options), "The options themselves.")
    }
}

/// What `navigator.credentials.get` takes (`PublicKeyCredentialRequestOptionsJSON`).
struct PasskeyRequestAnswer: Answer {
    let options: PasskeyRequestOptions

    static let example = PasskeyRequestAnswer(
        options: PasskeyRequestOptions(challenge: Array(0..<32), relyingParty: .example, allowed: []))

    func write(to object: inout AnswerWriter) {
        object.member("publicKey", RequestPart(options: options), "The options themselves.")
    }
}

/// Five minutes: as long as a challenge is good.
private let patience = 300_000

private struct CreationPart: Answer {
    let options: PasskeyCreationOptions

    static var example: CreationPart { CreationPart(options: PasskeyCreationAnswer.example.options) }

    func write(to object: inout AnswerWriter) {
        object.member("challenge", options.challenge.base64URL, "To be signed, once.")
        object.member("rp", PartyPart(party: options.relyingParty), "For whom.")
        object.member("user", OwnerPart(options: options), "Whose.")
        object.member("pubKeyCredParams", options.algorithms.map(AlgorithmPart.init), "The best first.")
        object.member("timeout", patience, "Milliseconds.")
        object.member("excludeCredentials", options.excluded.map(DescriptorPart.init), "Those that there are already.")
        object.member("authenticatorSelection", SelectionPart(), "What sort of authenticator.")
        object.member("attestation", "none", "Nobody asks for its make.")
    }
}

private struct RequestPart: Answer {
    let options: PasskeyRequestOptions

    static var example: RequestPart { RequestPart(options: PasskeyRequestAnswer.example.options) }

    func write(to object: inout AnswerWriter) {
        object.member("challenge", options.challenge.base64URL, "To be signed, once.")
        object.member("rpId", options.relyingParty.id, "For whom.")
        object.member("timeout", patience, "Milliseconds.")
        object.member("userVerification", "required", "PIN, finger or face.")
        object.member("allowCredentials", options.allowed.map(DescriptorPart.init), "Any of ours when empty.")
    }
}

private struct PartyPart: Answer {
    let party: RelyingParty

    static var example: PartyPart { PartyPart(party: .example) }

    func write(to object: inout AnswerWriter) {
        object.member("id", party.id, "The host of the shop.")
        object.member("name", party.name, "What people are shown.")
    }
}

private struct OwnerPart: Answer {
    let options: PasskeyCreationOptions

    static var example: OwnerPart { OwnerPart(options: PasskeyCreationAnswer.example.options) }

    func write(to object: inout AnswerWriter) {
        object.member("id", options.userHandle.base64URL, "How the authenticator knows the account.")
        object.member("name", options.userName, "The address of the account.")
        object.member("displayName", options.displayName, "The name of its owner.")
    }
}

private struct AlgorithmPart: Answer {
    let number: Int

    static var example: AlgorithmPart { AlgorithmPart(number: -7) }

    func write(to object: inout AnswerWriter) {
        object.member("type", "public-key", "Always that.")
        object.member("alg", number, "A number of the COSE registry.")
    }
}

private struct DescriptorPart: Answer {
    let descriptor: PasskeyDescriptor

    static var example: DescriptorPart { DescriptorPart(descriptor: Passkey.example.descriptor) }

    func write(to object: inout AnswerWriter) {
        object.member("type", "public-key", "Always that.")
        object.member("id", descriptor.credentialID.base64URL, "Its identity on the authenticator.")
        object.member("transports", descriptor.transports, "How it is reached.")
    }
}

private struct SelectionPart: Answer {
    static var example: SelectionPart { SelectionPart() }

    func write(to object: inout AnswerWriter) {
        object.member("residentKey", "required", "The device finds it by itself.")
        object.member("requireResidentKey", true, "The same for older browsers.")
        object.member("userVerification", "required", "PIN, finger or face.")
    }
}

extension RelyingParty {
    fileprivate static let example = RelyingParty(publicURL: "https://shop.example", name: "Souk")
}
