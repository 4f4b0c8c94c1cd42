import Testing

@testable import Telemetry

/// The rules of https://www.w3.org/TR/trace-context/, section 3.3.
@Suite struct TraceStateTests {
    static let word = String(repeating: "k", count: 256)
    static let wrong: [String] = [
        "a", "a=", "=1", "A=1", "1=a", "a=1=2", "a b=1", "a=1,a=2", "a@=1", "@a=1", "a@b@c=1", "a@0=1", "a=é", "é=1",
        "a=1\n,b=2", "a=\u{7F}", "\(word)k=1", "a@\(word.prefix(15))=1", "\(word.prefix(242))@a=1", "a=\(word)v",
    ]

    @Test(arguments: [
        ("a=1", "a=1"), ("a=1,b=2", "a=1,b=2"), (" a=1 \t,\t b=2 ", "a=1,b=2"), ("a=1,,b=2,", "a=1,b=2"), ("", ""),
        (" , ", ""), ("fw529a3039@dt=FfAAAQ", "fw529a3039@dt=FfAAAQ"), ("0a@b=1", "0a@b=1"), ("a_-*/0=!~", "a_-*/0=!~"),
        ("a= x y", "a= x y"), ("a=\"q\"", "a=\"q\""),
    ])
    func `a list is read and sent on without what means nothing`(header: String, text: String) throws {
        let state = try #require(TraceState(header))
        #expect(state.text == text)
    }

    @Test(arguments: TraceStateTests.wrong)
    func `a wrong member spoils the list`(header: String) {
        #expect(TraceState(header) == nil)
    }

    @Test func `32 members are allowed, 33 are not`() {
        let members = (1...33).map { "k\($0)=1" }
        #expect(TraceState(members.dropLast().joined(separator: ",")) != nil)
        #expect(TraceState(members.joined(separator: ",")) == nil)
    }

    @Test func `512 bytes are sent on, and long members go first`() throws {
        let long = "long=" + String(repeating: "x", count: 200)
        let short = (1...10).map { "k\($0)=" + String(repeating: "y", count: 40) }
        let state = try #require(TraceState(([short[0], long] + short.dropFirst()).joined(separator: ",")))
        #expect(state.text == short.joined(separator: ","))
        let many = (1...32).map { "k\($0)=" + String(repeating: "y", count: 40) }
        let cut = try #require(TraceState(many.joined(separator: ",")))
        #expect(cut.text.utf8.count <= TraceState.longest && cut.text.hasPrefix(many[0]))
        #expect(many.joined(separator: ",").hasPrefix(cut.text))
    }

    @Test func `what was read is read again the same`() {
        var random = SeededGenerator(seed: 9)
        let bytes = Array("ab1=@,-*/ \t\"A~".utf8)
        var good = 0
        for _ in 0..<20_000 {
            let text = String(
                decoding: (0..<Int.random(in: 3...12, using: &random)).map { _ in bytes.randomElement(using: &random)!
                }, as: UTF8.self)
            guard let state = TraceState(text) else { continue }
            good += state.isEmpty ? 0 : 1
            #expect(TraceState(state.text) == state)
        }
        #expect(good > 50)
    }
}
