import Testing

/// The words and marks of a sample.
private func words(_ text: String) -> [String] {
    Lexer(text).tokens.map(\.text)
}

@Suite struct LexerTests {
    @Test func `comments are no tokens, and are kept by line`() {
        let lexer = Lexer("a // one {\n/* two /* nested } */\n still */ b\n/// three")
        #expect(lexer.tokens == [Token(text: "a", line: 1), Token(text: "b", line: 3)])
        #expect(lexer.comments[1] == "// one {")
        #expect(lexer.comments[2] == "/* two /* nested } */")
        #expect(lexer.comments[3] == " still */")
        #expect(lexer.comments[4] == "/// three")
    }

    @Test(arguments: [
        #"x = "a { \" // b" + y"#,
        ##"x = #"a " { \" \n "# + y"##,
        ##"x = #"""# + y"##,
        "x = \"\"\"\n  { \" \"\" // no\n  \"\"\" + y",
        "x = #\"\"\"\n  { \"\"\" \\(no) // no\n  \"\"\"# + y",
        #"x = "" + y"#,
        #"x = /a\/{"/ + y"#,
        "x = #/ a / { \" /# + y",
    ])
    func `the inside of a literal is no code`(sample: String) {
        #expect(words(sample) == ["x", "=", "\"", "+", "y"])
    }

    @Test func `an interpolation is code, with strings of its own`() {
        let sample = #""a { \(f("}") { $0 }) }" b"#
        #expect(words(sample) == ["\"", "(", "f", "(", "\"", ")", "{", "$0", "}", ")", "b"])
        #expect(words(##"#"\(no) \#(yes)"# b"##) == ["\"", "(", "yes", ")", "b"])
    }

    @Test func `a division is no regex`() {
        #expect(words("a / b / c") == ["a", "/", "b", "/", "c"])
        #expect(words("(a) / 2 // {") == ["(", "a", ")", "/", "2"])
    }

    @Test func `a raw identifier is one word`() {
        #expect(words("func `it's \"one\" {`() {}") == ["func", "it's \"one\" {", "(", ")", "{", "}"])
    }

    @Test func `lines are counted through every kind of literal`() {
        let sample = "\"\"\"\n\n\"\"\"\n/*\n\n*/\n#/\n/#\n\"\\(\n1)\"\nend"
        #expect(Lexer(sample).tokens.last == Token(text: "end", line: 11))
    }

    @Test func `the brackets of every file of the project match`() {
        for file in SourceTree.project.files {
            let counts = Dictionary(grouping: file.tokens, by: \.text).mapValues(\.count)
            for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
                #expect(counts[open] == counts[close], "\(file.path): \(open)\(close)")
            }
        }
    }

    @Test(arguments: ["\"", "\"\"\"\n", "/*", "`", "#\"", "\"\\", "\"\\(", "x = /", "#/", "#", "/"])
    func `text that ends in the middle ends the reading`(sample: String) {
        #expect(Lexer(sample).tokens.count <= 3)
    }
}
