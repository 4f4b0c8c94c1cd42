import Kernel
import Testing

@testable import Identity

/// What `PublicKeyCredential.toJSON()` gives, as the pages' form brings it.
@Suite struct PasskeyJSONTests {
    private static let made = #"""
        {"type": "public-key", "id": "AQ", "rawId": "AQ", "authenticatorAttachment": "platform",
         "response": {"clientDataJSON": "AgM", "attestationObject": "BAU", "transports": ["internal", 7, "hybrid"]}}
        """#
    private static let used = #"""
        {"type": "public-key", "id": "AQ", "rawId": "AQ", "clientExtensionResults": {},
         "response": {"clientDataJSON": "AgM", "authenticatorData": "BAU", "signature": "Bg", "userHandle": "Bw"}}
        """#

    private static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test func `a new passkey is read, with whatever else a browser says left alone`() throws {
        let registration = try #require(PasskeyRegistration(try Self.json(Self.made)))
        #expect(registration.clientData == [2, 3] && registration.attestationObject == [4, 5])
        #expect(registration.transports == ["internal", "hybrid"])
    }

    @Test func `a passkey that was used is read, with the handle of its owner or without`() throws {
        let assertion = try #require(PasskeyAssertion(try Self.json(Self.used)))
        #expect(assertion.credentialID == [1] && assertion.clientData == [2, 3])
        #expect(assertion.authenticatorData == [4, 5] && assertion.signature == [6] && assertion.userHandle == [7])
        for handle in [#""""#, "null"] {
            let text = Self.used.replacing(#""Bw""#, with: handle)
            #expect(try #require(PasskeyAssertion(try Self.json(text))).userHandle == nil)
        }
    }

    @Test(arguments: [
        (#""public-key""#, #""password""#), (#""clientDataJSON""#, #""clientData""#), (#""AgM""#, #""A+M""#),
        (#""AgM""#, "1"), (#""response""#, #""answer""#), (#""BAU""#, "null"),
    ])
    func `what lacks a part is none`(part: String, other: String) throws {
        for text in [Self.made, Self.used] {
            let bent = text.replacing(part, with: other)
            #expect(bent != text)
            #expect(PasskeyRegistration(try Self.json(bent)) == nil)
            #expect(PasskeyAssertion(try Self.json(bent)) == nil)
        }
        #expect(PasskeyAssertion(try Self.json(Self.made)) == nil)
        #expect(PasskeyRegistration(try Self.json(Self.used)) == nil)
    }
}
