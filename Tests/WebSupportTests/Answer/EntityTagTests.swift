import Testing

@testable import WebSupport

struct EntityTagTests {
    private func tag(_ version: Int, _ body: String) -> String {
        EntityTag(version: version, body: Array(body.utf8)).text
    }

    @Test func `A tag changes with the version and with the bytes`() {
        let tags = (0..<50).flatMap { version in ["", "a", "b", "ab", "ba"].map { tag(version, $0) } }
        #expect(Set(tags).count == tags.count)
        #expect(tag(3, "a") == tag(3, "a"))
        #expect(
            tags.allSatisfy {
                $0.hasPrefix("\"") && $0.hasSuffix("\"")
                    && $0.dropFirst().dropLast().allSatisfy { $0.isASCII && $0 != "\"" }
            })
    }

    @Test(arguments: ["TAG", "W/TAG", "\"x\", TAG", "TAG, \"x\"", "\"x\",W/TAG,\"y\"", "*", "\"x\" , TAG , \"y\""])
    func `If-None-Match finds a tag in any of its forms`(header: String) {
        let tag = tag(3, "a")
        #expect(EntityTag.match(header.replacing("TAG", with: tag), tag) == tag)
    }

    @Test(arguments: ["", "\"x\"", "3", "W/", ",", "\"3\"", "\"3-\""])
    func `Other tags do not match`(header: String) {
        #expect(EntityTag.match(header, tag(3, "a")) == nil)
        #expect(EntityTag.match(nil, tag(3, "a")) == nil)
    }

    @Test func `If-Match reads the version out of a tag that we gave out`() {
        for version in [0, 1, 42, 1_000_000] {
            #expect(IfMatch(tag(version, "body")) == .version(version))
            #expect(IfMatch("W/" + tag(version, "body")) == .nothing)
            #expect(IfMatch("\"other\", " + tag(version, "body")) == .version(version))
        }
        #expect([IfMatch(nil), IfMatch("*")] == [.anything, .anything])
        for header in ["", "\"abc\"", "\"-1\"", "x", "\"99999999999999999999-1\"", "\"٣\""] {
            #expect(IfMatch(header) == .nothing, "\(header)")
        }
    }

    @Test func `The header counts before the body, and a foreign tag matches no version`() {
        #expect(IfMatch.anything.version(orBody: 5) == 5)
        #expect(IfMatch.anything.version(orBody: nil) == nil)
        #expect(IfMatch.version(3).version(orBody: 5) == 3)
        #expect(IfMatch.nothing.version(orBody: 5) == -1)
    }

    @Test func `who has the answer compressed is told that tag`() {
        let (tag, compressed) = (tag(3, "a"), EntityTag.compressed(tag(3, "a")))
        #expect(compressed.hasSuffix("-gzip\"") && compressed != tag)
        for header in [compressed, "W/" + compressed, "\"x\" , " + compressed] {
            #expect(EntityTag.match(header, tag) == compressed)
        }
        #expect(IfMatch(compressed) == .version(3))
        #expect(IfMatch("\"3-a-br\"") == .nothing)
    }
}
