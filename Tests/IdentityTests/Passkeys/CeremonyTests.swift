import Kernel
import Testing

@testable import Identity

@Suite struct CeremonyTests {
    private typealias Words = SoftAuthenticator.Words
    private let party = RelyingParty(publicURL: "https://shop.example", name: "Shop")
    private let challenge = [UInt8].random(count: 32)

    @Test(arguments: PasskeyKey.algorithms)
    func `a passkey of any of our algorithms is made and used`(algorithm: Int) throws {
        let authenticator = try SoftAuthenticator.make(algorithm)
        let made = try #require(authenticator.create(challenge).verified(for: party))
        #expect(made.challenge == challenge)
        #expect(made.2.id == authenticator.credentialID)
        let key = try #require(PasskeyKey(try CBOR(parsing: made.2.publicKey)))
        let assertion = try authenticator.use(challenge) { $0.counter = 7 }
        let used = try #require(assertion.verified(by: key, for: party))
        #expect(used.challenge == challenge)
        #expect(used.1.signatureCount == 7)
        let other = try SoftAuthenticator.make(algorithm)
        #expect(try other.use(challenge).verified(by: key, for: party) == nil, "signed by another key")
    }

    private static let lies: [(String, @Sendable (inout Words) -> Void)] = [
        ("another origin", { $0.origin = "https://shop.example.evil" }),
        ("another scheme", { $0.origin = "http://shop.example" }),
        ("another port", { $0.origin = "https://shop.example:8443" }),
        ("a subdomain", { $0.origin = "https://evil.shop.example" }),
        ("another shop", { $0.relyingParty = "other.example" }),
        ("another ceremony", { $0.kind = "payment.get" }),
        ("nobody present", { $0.flags = 0x04 }),
        ("nobody verified", { $0.flags = 0x01 }),
        ("backed up but not eligible", { $0.flags = 0x15 }),
        ("in a frame of others", { $0.extra = #","topOrigin":"https://evil.example""# }),
        ("something behind the data", { $0.trailing = [0] }),
        (
            "extensions that are none",
            {
                $0.flags |= 0x80; $0.extensions = [0x00]
            }
        ),
        ("extensions that are missing", { $0.flags |= 0x80 }),
    ]

    @Test(arguments: lies.map(\.0))
    func `what is not for us, or not as it should be, is refused`(lie: String) throws {
        let change = try #require(Self.lies.first { $0.0 == lie }?.1)
        let authenticator = SoftAuthenticator()
        let key = try #require(PasskeyKey(authenticator.publicKey))
        #expect(authenticator.create(challenge, change).verified(for: party) == nil)
        #expect(try authenticator.use(challenge, userHandle: nil, change).verified(by: key, for: party) == nil)
    }

    @Test func `a creation is no assertion, and an assertion no creation`() throws {
        let authenticator = SoftAuthenticator()
        let key = try #require(PasskeyKey(authenticator.publicKey))
        let swapped = try authenticator.use(challenge) { $0.kind = "webauthn.create" }
        #expect(swapped.verified(by: key, for: party) == nil)
        #expect(authenticator.create(challenge) { $0.kind = "webauthn.get" }.verified(for: party) == nil)
    }

    @Test func `extensions and backups are read`() throws {
        let extensions = CBOR.pairs([(.text("credProtect"), CBOR(2))]).encoded
        let made = SoftAuthenticator().create(challenge) {
            $0.flags |= 0x98
            $0.extensions = extensions
        }
        let data = try #require(made.verified(for: party)).1
        #expect(data.isBackupEligible && data.isBackedUp)
    }

    @Test func `a statement of attestation is taken and not trusted, an empty one must be empty`() throws {
        let statement = CBOR.pairs([(.text("alg"), CBOR(-7)), (.text("sig"), .bytes([1, 2, 3]))])
        let packed = SoftAuthenticator().create(challenge) { ($0.format, $0.statement) = ("packed", statement) }
        #expect(packed.verified(for: party) != nil)
        let none = SoftAuthenticator().create(challenge) { $0.statement = statement }
        #expect(none.verified(for: party) == nil)
    }

    @Test func `no bit of what was signed can be changed`() throws {
        let authenticator = SoftAuthenticator()
        let key = try #require(PasskeyKey(authenticator.publicKey))
        let honest = try authenticator.use(challenge)
        for index in honest.authenticatorData.indices {
            var data = honest.authenticatorData
            data[index] ^= 0x10
            let bent = PasskeyAssertion(
                credentialID: honest.credentialID, clientData: honest.clientData, authenticatorData: data,
                signature: honest.signature)
            #expect(bent.verified(by: key, for: party) == nil)
        }
        let other = PasskeyAssertion(
            credentialID: honest.credentialID, clientData: honest.clientData + [0x20],
            authenticatorData: honest.authenticatorData, signature: honest.signature)
        #expect(other.verified(by: key, for: party) == nil)
    }

    @Test func `keys that are none of ours are refused`() {
        let x = CBOR.bytes(.init(repeating: 1, count: 32))
        let keys: [CBOR] = [
            CBOR.pairs([]), .null,
            CBOR.pairs([(CBOR(1), CBOR(2)), (CBOR(3), CBOR(-7)), (CBOR(-1), CBOR(1)), (CBOR(-2), x)]),
            // Not on the curve.
            CBOR.pairs([(CBOR(1), CBOR(2)), (CBOR(3), CBOR(-7)), (CBOR(-1), CBOR(1)), (CBOR(-2), x), (CBOR(-3), x)]),
            // P-384, an algorithm that does not fit, a symmetric one, RSA of 1024 bits.
            CBOR.pairs([(CBOR(1), CBOR(2)), (CBOR(3), CBOR(-35)), (CBOR(-1), CBOR(2)), (CBOR(-2), x), (CBOR(-3), x)]),
            CBOR.pairs([(CBOR(1), CBOR(1)), (CBOR(3), CBOR(-7)), (CBOR(-1), CBOR(6)), (CBOR(-2), x)]),
            CBOR.pairs([(CBOR(1), CBOR(4)), (CBOR(3), CBOR(5)), (CBOR(-1), x)]),
            CBOR.pairs([
                (CBOR(1), CBOR(3)), (CBOR(3), CBOR(-257)), (CBOR(-1), .bytes(.init(repeating: 0xFF, count: 128))),
                (CBOR(-2), .bytes([1, 0, 1])),
            ]),
        ]
        for key in keys { #expect(PasskeyKey(key) == nil, "\(key)") }
    }

    @Test(
        arguments: [
            ("https://shop.example", "shop.example", "https://shop.example"),
            ("https://Shop.Example/", "shop.example", "https://shop.example"),
            ("https://shop.example:443", "shop.example", "https://shop.example"),
            ("https://shop.example:8443/x", "shop.example", "https://shop.example:8443"),
            ("http://localhost:8080", "localhost", "http://localhost:8080"),
        ])
    func `the relying party is the public address`(url: String, id: String, origin: String) {
        let party = RelyingParty(publicURL: url, name: "Shop")
        #expect(party.id == id)
        #expect(party.origin == origin)
    }

    @Test func `what a browser writes is read, whatever else it adds`() throws {
        let authenticator = SoftAuthenticator()
        let made = authenticator.create(challenge)
        let creation = """
            {"id":"x","rawId":"x","type":"public-key","authenticatorAttachment":"platform","clientExtensionResults":{},
             "response":{"clientDataJSON":"\(made.clientData.base64URL)","publicKeyAlgorithm":-7,"transports":["usb"],
             "attestationObject":"\(made.attestationObject.base64URL)"}}
            """
        let registration = try #require(PasskeyRegistration(try JSONValue(parsing: Array(creation.utf8))))
        #expect(registration.verified(for: party)?.challenge == challenge)
        #expect(registration.transports == ["usb"])
        let used = try authenticator.use(challenge)
        let request = """
            {"rawId":"\(used.credentialID.base64URL)","type":"public-key","response":{"userHandle":"",
             "clientDataJSON":"\(used.clientData.base64URL)","signature":"\(used.signature.base64URL)",
             "authenticatorData":"\(used.authenticatorData.base64URL)"}}
            """
        let assertion = try #require(PasskeyAssertion(try JSONValue(parsing: Array(request.utf8))))
        #expect(assertion.userHandle == nil)
        let key = try #require(PasskeyKey(authenticator.publicKey))
        #expect(assertion.verified(by: key, for: party)?.challenge == challenge)
        for text in [
            "null", "{}", creation.replacing("public-key", with: "password"), request.replacing("rawId", with: "id"),
        ] {
            let json = try JSONValue(parsing: Array(text.utf8))
            #expect(PasskeyRegistration(json) == nil || text == creation)
            #expect(PasskeyAssertion(json) == nil)
        }
    }
}
