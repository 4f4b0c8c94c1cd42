import Foundation
import Kernel
import Testing

struct JSONWriterTests {
    private func json(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return writer.text
    }

    @Test func `Commas stand between values and nowhere else`() {
        let text = json { writer in
            writer.array { array in
                array.object { _ in }
                array.array { _ in }
                array.object { object in
                    object.name("a")
                    object.value(1)
                    object.key("b")
                    object.array([1, 2]) { $0.value($1) }
                    object.name("c")
                    object.null()
                }
                array.value(true)
                array.raw("1.50")
            }
        }
        #expect(text == #"[{},[],{"a":1,"b":[1,2],"c":null},true,1.50]"#)
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1}\u{1F}", #""\u0000\u0001\u001f""#),
        ("é😀/", "\"é😀/\""), ("", "\"\""),
    ])
    func `Text is escaped where it must be`(text: String, written: String) {
        #expect(json { $0.value(text) } == written)
        #expect(
            json {
                $0.object {
                    $0.key(text); $0.null()
                }
            } == "{\(written):null}")
    }

    @Test(
        arguments: [
            (0.0, "0"), (-0.0, "0"), (23000, "23000"), (0.1, "0.1"), (-1.5, "-1.5"), (.nan, "null"),
            (.infinity, "null"), (4.25e15, "4250000000000000"),
        ] as [(Double, String)])
    func `A floating-point number takes its shortest form`(number: Double, written: String) {
        #expect(json { $0.value(number) } == written)
    }

    @Test func `Every finite floating-point number reads back the same`() throws {
        var generator = SeededGenerator(seed: 22)
        let edges = [
            Double.leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 1e-7, 9_007_199_254_740_992, 0x1p63, -0x1p63,
        ]
        for number in edges + (0..<2000).map({ _ in Double(bitPattern: generator.next()) }) where number.isFinite {
            let text = json { $0.value(number) }
            let value = try JSONValue(text)
            #expect(value == .number(text))
            #expect(Double(text) == number)
        }
    }

    /// An independent reader agrees about what was written.
    @Test func `Foundation reads what the writer writes`() throws {
        var random = RandomJSON(generator: SeededGenerator(seed: 23))
        for _ in 0..<300 {
            let text = random.text()
            let bytes = JSONValue.array([.string(text)]).written
            let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String]
            #expect(read?.first?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }
}
