import Testing

@testable import Identity

@Suite struct SecretBoxTests {
    private let box = SecretBox(secret: Array("a secret of the shop's own".utf8))
    private let clear = Array("what nobody may read".utf8)

    @Test func `what is sealed can be opened for the same purpose only`() throws {
        let sealed = try box.seal(clear, for: "totp")
        #expect(try box.open(sealed, for: "totp") == clear)
        #expect(sealed.count == clear.count + 28)
        #expect(try box.seal(clear, for: "totp") != sealed)
        #expect(throws: SecretBox.Unopenable()) { try box.open(sealed, for: "keys") }
        #expect(throws: SecretBox.Unopenable()) {
            try SecretBox(secret: Array("a secret of another shop".utf8)).open(sealed, for: "totp")
        }
    }

    @Test func `not one bit of it can be changed, and nothing cut off`() throws {
        let sealed = try box.seal(clear, for: "totp")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SecretBox.Unopenable()) { try box.open(changed, for: "totp") }
            #expect(throws: SecretBox.Unopenable()) { try box.open(Array(sealed[..<index]), for: "totp") }
        }
    }

    @Test func `a code is of one message and one purpose`() {
        let code = box.code(of: clear, for: "cookie")
        #expect(code.count == 32)
        #expect(box.isCode(code, of: clear, for: "cookie"))
        #expect(!box.isCode(code, of: clear, for: "csrf"))
        #expect(!box.isCode(code, of: clear + [0], for: "cookie"))
        #expect(!box.isCode(Array(code.dropLast()), of: clear, for: "cookie"))
        #expect(!box.isCode([], of: clear, for: "cookie"))
        #expect(SecretBox(secret: Array("a secret of the shop's own".utf8)).code(of: clear, for: "cookie") == code)
    }

    @Test func `a one-time secret is found by its hash and never the same`() {
        let secrets = (0..<100).map { _ in OneTimeSecret.make() }
        #expect(Set(secrets.map(\.clear)).count == 100)
        for secret in secrets {
            #expect(secret.clear.utf8.count == 43)
            #expect(OneTimeSecret.hash(of: secret.clear) == secret.hash)
        }
    }
}

@Suite struct Base64URLTests {
    @Test func `bytes come back as they went, of every length`() {
        for length in 0..<200 {
            let bytes = [UInt8].random(count: length)
            let text = bytes.base64URL
            #expect([UInt8](base64URL: text) == bytes)
            #expect(
                text.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
        }
    }

    @Test(arguments: [
        "a", "ab=", "ab==", "a+b=", "a/bc", "ab\n", " ab", "ab c", "äöü", "AB", "AAB", "AA.A", "\0\0\0\0",
    ])
    func `any other spelling is refused`(text: String) {
        #expect([UInt8](base64URL: text) == nil)
    }

    @Test func `texts are the same or not, whatever their lengths`() {
        #expect([1, 2, 3].isSame(as: [1, 2, 3]))
        #expect([UInt8]().isSame(as: []))
        #expect(![1, 2, 3].isSame(as: [1, 2]))
        #expect(![1, 2, 3].isSame(as: [1, 2, 4]))
    }
}
