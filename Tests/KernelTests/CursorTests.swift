import Kernel
import Testing

struct CursorTests {
    private let signer = CursorSigner(secret: Array(0..<32))

    @Test func `A cursor comes back as it was given out`() throws {
        var generator = SeededGenerator(seed: 12)
        for length in 0...512 {
            let position = String(
                (0..<length).map { _ in Character(Unicode.Scalar(UInt8.random(in: 32..<127, using: &generator))) })
            let text = signer.text(of: Cursor(position: position), feed: "products")
            let cursor = try signer.cursor(from: text, feed: "products")
            #expect(cursor.position == position)
        }
    }

    @Test func `It needs no escaping in an address`() {
        for position in ["", "a", "ab", "ÄÖÜ ~?/+=&%", "1767000000000000 01890a5d-ac96-774b-bcce-b302099a8057"] {
            let text = signer.text(of: Cursor(position: position), feed: "products")
            #expect(
                text.utf8.allSatisfy {
                    Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber || $0 == 45
                        || $0 == 95
                })
        }
    }

    @Test(arguments: ["", "1", "12", "123", "1767000000000000 01890a5d-ac96-774b-bcce-b302099a8057"])
    func `A cursor with any bit changed is refused`(position: String) {
        let bytes = Array(signer.text(of: Cursor(position: position), feed: "products").utf8)
        var taken: [String] = []
        for index in bytes.indices {
            for bit in 0..<7 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                let text = String(decoding: changed, as: UTF8.self)
                if (try? signer.cursor(from: text, feed: "products")) != nil { taken.append(text) }
            }
        }
        #expect(taken.isEmpty)
    }

    @Test func `A cursor of another feed, of another shop, cut, lengthened or in the other alphabet is refused`() {
        let cursor = Cursor(position: "subjects?>")
        let text = signer.text(of: cursor, feed: "products")
        let foreign = CursorSigner(secret: Array(1..<33)).text(of: cursor, feed: "products")
        for text in [
            foreign, String(text.dropLast()), String(text.dropFirst()), text + "A", text + "=", text + "\n", "", "A",
            "!!!!", String(repeating: "A", count: 1025),
        ] {
            #expect(throws: InvalidCursor()) { try signer.cursor(from: text, feed: "products") }
        }
        #expect(throws: InvalidCursor()) { try signer.cursor(from: text, feed: "brands") }
        #expect(throws: InvalidCursor()) { try signer.cursor(from: text, feed: "") }
    }

    /// A signature over the two texts run together would take `products` + `1` for `product` + `s1`.
    @Test func `The feed's name and the position do not run together`() {
        let text = signer.text(of: Cursor(position: "s1"), feed: "product")
        #expect(throws: InvalidCursor()) { try signer.cursor(from: text, feed: "products") }
    }
}
