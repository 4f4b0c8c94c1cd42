import NIOCore
import Testing

@testable import Mail

@Suite struct SMTPReplyTests {
    @Test func `replies are the same however the bytes are cut`() throws {
        let text = "220 hi\r\n250-one\r\n250-two words\n250 SIZE 5\r\n354\r\n550 5.1.1 no\r\n"
        for width in 1...text.utf8.count {
            var (parser, replies) = (SMTPReplyParser(), [SMTPReply]())
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                parser.append(ByteBuffer(bytes: rest.prefix(width)))
                rest = rest.dropFirst(width)
                while let reply = try parser.next() { replies.append(reply) }
            }
            #expect(replies.map(\.code) == [220, 250, 354, 550])
            #expect(replies[1].lines == ["one", "two words", "SIZE 5"])
            #expect(replies.map(\.status) == ["220", "250", "354", "550 5.1.1"])
            #expect(!parser.hasMore)
        }
    }

    @Test(arguments: ["", "a", "a\r\n", ".\r\n", "..\r\n.\r\na.\r\n", "\r\n.\r\n.b\r\n\r\n.\r\n"])
    func `dots that begin a line are doubled, and one line ends it`(text: String) {
        let stuffed = String(buffer: DotStuffing.stuffed(Array(text.utf8)))
        let end = ".\r\n"
        #expect(stuffed.hasSuffix(end))
        let lines = stuffed.dropLast(1).isEmpty ? [] : stuffed.components(separatedByCRLF: ())
        let back = lines.dropLast().map { $0.hasPrefix(".") ? String($0.dropFirst()) : $0 }.joined(separator: "\r\n")
        #expect(lines.dropLast().allSatisfy { $0 != "." })
        #expect(lines.last == "." || text.isEmpty || !text.hasSuffix("\r\n"))
        if text.hasSuffix("\r\n") { #expect(back + "\r\n" == text) }
    }
}

extension String {
    /// Its lines, without the empty one behind the last end.
    fileprivate func components(separatedByCRLF: Void) -> [String] {
        var lines = split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
