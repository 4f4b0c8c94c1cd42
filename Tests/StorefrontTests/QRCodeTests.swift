import Foundation
import Testing

@testable import Storefront

@Suite struct QRCodeTests {
    /// The smallest code whose whole matrix stands in the standard's own arithmetic: the correction of ISO/IEC 18004
    /// annex I, where the sixteen codewords of "01234567" get ten more.
    @Test func `the correction is that of the standard's example`() {
        let data: [UInt8] = [
            0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
        ]
        let expected: [UInt8] = [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55]
        #expect(ReedSolomon.correction(of: data, length: 10) == expected)
    }

    @Test(arguments: [(14, 21), (15, 25), (180, 53), (181, 57), (666, 97)])
    func `a text gets the smallest size that holds it`(length: Int, size: Int) throws {
        #expect(try #require(QRCode(String(repeating: "a", count: length))).size == size)
    }

    @Test func `a text that is too long has no code`() {
        #expect(QRCode(String(repeating: "a", count: 667)) == nil)
    }

    /// A reader that nobody here wrote, with texts of every size up to the largest.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"] != nil, "needs SOUK_TEST_PYTHON"))
    func `another's reader reads every size`() throws {
        let alphabet = Array("otpauth://totp/Souk:ada%40shop.example?secret=JBSWY3DPEHPK3PXP&issuer=Souk")
        let texts = stride(from: 1, through: 640, by: 13).map { length in
            String((0..<length).map { alphabet[($0 * 7 + length) % alphabet.count] })
        }.filter { $0.utf8.count <= 666 }
        let pictures = try texts.map { text in try #require(QRCode(text)).rows }
        #expect(try Reader.read(pictures) == texts)
    }
}

extension QRCode {
    fileprivate var rows: [String] {
        (0..<size).map { y in (0..<size).map { x in self[x, y] ? "1" : "0" }.joined() }
    }
}

/// ZXing, by its Python package.
private enum Reader {
    private static let program = """
        import json, sys
        import numpy, zxingcpp
        texts = []
        for rows in json.load(sys.stdin):
            picture = numpy.array([[0 if c == "1" else 255 for c in row] for row in rows], dtype=numpy.uint8)
            picture = numpy.pad(numpy.kron(picture, numpy.ones((4, 4), dtype=numpy.uint8)), 16, constant_values=255)
            found = zxingcpp.read_barcodes(picture)
            texts.append(found[0].text if found else None)
        json.dump(texts, sys.stdout)
        """

    static func read(_ pictures: [[String]]) throws -> [String?] {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"] ?? "")
        process.arguments = ["-c", program]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(pictures))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode([String?].self, from: answer)
    }
}
