import Kernel
import Testing

struct JSONParserTests {
    @Test func `Every document is read back as it was written`() throws {
        var random = RandomJSON(generator: SeededGenerator(seed: 20))
        for _ in 0..<1500 {
            let document = random.value()
            let read = try JSONValue(parsing: document.written)
            #expect(read == document)
            #expect(read.written == document.written)
        }
    }

    /// Whatever the bytes, there is a value or an error inside them, and a value is one that can be written again.
    @Test func `Damaged documents and random bytes never trap`() {
        var random = RandomJSON(generator: SeededGenerator(seed: 21))
        var taken = 0
        for _ in 0..<4000 {
            let bytes = damaged(random.value().written, using: &random.generator)
            do throws(JSONSyntaxError) {
                let value = try JSONValue(parsing: bytes)
                let again = try JSONValue(parsing: value.written)
                #expect(again == value)
                taken += 1
            } catch {
                #expect((0...bytes.count).contains(error.offset), "\(error)")
            }
        }
        #expect((100..<3900).contains(taken), "the damage is neither nothing nor everything")
    }

    private func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.removeSubrange(index...)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            case 2: bytes.insert(Array("\"\\{}[],:u0e-.d8".utf8).randomElement(using: &generator) ?? 0, at: index)
            default: if index < bytes.count { bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator) }
            }
        }
        return bytes
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "19.90", "1E5", "1e+5", "1e-05", "123456789012345678901234567890", "1.000", "1e309",
    ])
    func `A number keeps its spelling`(text: String) throws {
        let value = try JSONValue(text)
        #expect(value == .number(text))
    }

    @Test(arguments: [
        (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u00E9""#, "éé"),
        (#""\u0000""#, "\0"),
        (#""\ud83d\ude00""#, "😀"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\uD800\uDC00""#, "\u{10000}"),
        ("\"\u{7F}\"", "\u{7F}"),
        (#""\u2028""#, "\u{2028}"), (#""a\nb""#, "a\nb"), ("\"😀\"", "😀"), (#""\uFFFF""#, "\u{FFFF}"),
        (#""\r\n""#, "\r\n"),
    ])
    func `Text is read with its escapes`(json: String, text: String) throws {
        let value = try JSONValue(json)
        #expect(value == .string(text))
    }

    @Test func `White space may stand around everything, and members keep their order`() throws {
        let value = try JSONValue(" \t\r\n{ \"b\" : [ 1 , true ] , \"a\" : { } , \"c\":[],\"d\":null } \n")
        let expected = JSONValue.object([
            .init("b", .array([.number("1"), .bool(true)])), .init("a", .object([])), .init("c", .array([])),
            .init("d", .null),
        ])
        #expect(value == expected)
        #expect(value.members?.map(\.name) == ["b", "a", "c", "d"])
    }

    @Test(arguments: [
        "", " ", "nul", "True", "nulll", "undefined", "NaN", "Infinity", "'a'", "\"", "\"a", "[", "]", "[1", "[1,",
        "[1,]", "[,1]",
        "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":}", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
        "{1:1}", "{,}",
        "[}", "{]", "1 2", "{} {}", "[] x", "01", "-01", "-", "+1", ".5", "1.", "1.e5", "1e", "1e+", "0x10", "1a",
        "--1", "00",
        "\u{FEFF}{}", "/* */ 1", "1 // x", "\u{A0}1", "\"\t\"", "\"\n\"", "\"\u{0}\"", #""\x41""#, #""\u12""#,
        #""\u12g4""#,
        #""\u+123""#, #""\""#, #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\ud800\n""#,
        #""\ud800\u0041""#,
        #""\ud83d\ude0""#, "[\"a\",\n,1]", "\u{0}",
    ])
    func `What RFC 8259 does not allow is refused`(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(text) }
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0x80], [0xE2, 0x82],
        ] as [[UInt8]])
    func `Text that is no UTF-8 is refused, with and without escapes`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [quote] + bytes + [quote]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [quote] + Array("\\n".utf8) + bytes + [quote]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
    }

    @Test(arguments: [#"{"a":1,"a":2}"#, #"{"a":1,"b":2,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"[{"":0,"":0}]"#])
    func `A name that stands twice is refused`(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(text) }
    }

    @Test func `The same name may stand in different objects`() throws {
        let value = try JSONValue(#"{"a":{"a":1},"b":[{"a":2},{"a":3}]}"#)
        #expect(value.members?.count == 2)
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `Nesting ends at the limit, not at the end of the stack`(opening: String) throws {
        let closing = opening == "[" ? "]" : "}"
        let allowed = String(repeating: opening, count: 32) + "1" + String(repeating: closing, count: 32)
        _ = try JSONValue(allowed)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(opening + allowed + closing) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(String(repeating: opening, count: 200_000)) }
    }

    @Test func `Siblings do not count as nesting`() throws {
        let value = try JSONValue("[" + Array(repeating: "[]", count: 100).joined(separator: ",") + "]")
        #expect(value == .array(Array(repeating: .array([]), count: 100)))
    }

    @Test(arguments: [("[1,x]", 3), ("{\"a\" 1}", 5), ("1 2", 2), ("[1", 2), ("", 0)])
    func `An error says where it is`(text: String, offset: Int) {
        do throws(JSONSyntaxError) {
            _ = try JSONValue(parsing: Array(text.utf8))
            Issue.record("it was taken")
        } catch {
            #expect(error.offset == offset)
            #expect("\(error)".hasSuffix(" at byte \(offset)"))
        }
    }
}
