import Testing

@testable import APIReference

@Suite struct MarkdownTests {
    @Test(arguments: [
        ("One.\n\nTwo\nlines.", "<p>One.</p>\n<p>Two lines.</p>\n"),
        ("- a\n- `b`\n", "<ul><li>a</li><li><code>b</code></li></ul>\n"),
        ("1. a\n2. b", "<ul><li>a</li><li>b</li></ul>\n"),
        ("```\n<x>\n```", "<pre><code>&lt;x&gt;</code></pre>\n"), ("```\nopen", "<pre><code>open</code></pre>\n"),
        ("**b** and `*`", "<p><strong>b</strong> and <code>*</code></p>\n"),
        ("[RFC](https://x.example/a?b&c)", "<p><a href=\"https://x.example/a?b&amp;c\" rel=\"noopener\">RFC</a></p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](https://a\"onclick=1)", "<p>[x](https://a&quot;onclick=1)</p>\n"),
        ("<b>no</b> ` * ** [", "<p>&lt;b&gt;no&lt;/b&gt; ` * ** [</p>\n"), ("", ""), ("\n \n", ""),
        ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>\n"),
    ])
    func `the subset is made and the rest is text`(text: String, html: String) {
        #expect(Markdown.html(text).markup == html)
    }

    @Test func `whatever is written, only known elements come out`() {
        var seed: UInt64 = 1
        let pieces = [
            "`", "**", "*", "[", "](", ")", "https://e.example", "<script>", "\"", "'",
            "&", "\n", "- ", "1. ", "```", "x", " ", "\u{301}",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<14 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            let markup = Markdown.html(text).markup
            // By scalars: an accent behind a `>` makes another character of it, for Swift and for no browser.
            let known = /<\/?(?:p|ul|li|pre|code|strong)>|<a href="https:\/\/[^"<>']*" rel="noopener">|<\/a>/
            let rest = markup.replacing(known.matchingSemantics(.unicodeScalar), with: "")
            #expect(!rest.utf8.contains { "<>\"'".utf8.contains($0) }, "\(text) → \(markup)")
        }
    }
}
