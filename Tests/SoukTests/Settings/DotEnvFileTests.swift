import Testing

@testable import Souk

struct DotEnvFileTests {
    @Test(arguments: [
        ("A=1", "1"), ("A=", ""), ("  A=1  ", "1"), ("export A=1", "1"), ("export\tA=1", "1"), ("A=1 # one", "1"),
        ("A=a#b", "a#b"), ("A= spaced out ", "spaced out"), ("A='a # b'", "a # b"), ("A=\"a # b\" # c", "a # b"),
        (#"A="a\n\t\"\\\$b""#, "a\n\t\"\\$b"), (#"A='a\n'"#, #"a\n"#), ("A=$HOME", "$HOME"), ("A=a\"b", "a\"b"),
        ("\u{FEFF}A=1", "1"), ("A=1\r\nB=2", "1"), ("# A=0\n\nA=1", "1"), ("A=#", ""),
    ])
    func `a value is what stands there`(text: String, value: String) throws {
        #expect(try DotEnvFile(text, name: ".env").find("A")?.text == value)
    }

    @Test(arguments: [
        ("A", "line 1"), ("\nA =1", "line 2"), ("1A=1", "line 1"), ("=1", "line 1"), ("A-B=1", "line 1"),
        ("A='x", "not closed"), ("A=\"x", "not closed"), (#"A="\x""#, "may stand"), (#"A="\"#, "may stand"),
        ("A='x'y", "behind the closing quote"), ("A=1\nA=2", "line 1 already"), ("Ä=1", "line 1"),
    ])
    func `a line that is none is told with its number`(text: String, words: String) {
        let error = #expect(throws: SettingsFileError.self) { try DotEnvFile(text, name: ".env") }
        #expect(error?.description.hasPrefix(".env line ") == true)
        #expect(error?.description.contains(words) == true)
    }

    @Test func `a value is found with its line`() throws {
        let file = try DotEnvFile("# one\nA=1\n\nB=2\n", name: "my.env")
        #expect(file.find("B")?.source == .dotEnv(file: "my.env", line: 4))
        #expect(file.find("C")?.text == nil)
        #expect(file.names == ["A", "B"])
    }
}
