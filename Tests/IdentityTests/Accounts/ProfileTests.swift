import Kernel
import Testing

@testable import Identity

@Suite struct ProfileTests {
    @Test(arguments: [
        ("Ada Lovelace", "Ada", "Lovelace"), ("Ada", "Ada", nil), ("  Ada   King  Lovelace ", "Ada King", "Lovelace"),
        ("", nil, nil),
    ])
    func `A full name is taken apart at its last word`(full: String, first: String?, last: String?) {
        var profile = Profile()
        profile.fullName = full
        #expect((profile.firstName, profile.lastName) == (first, last))
    }

    @Test func `Space around is taken away, and what is empty is nothing`() throws {
        var profile = Profile(firstName: " Ada ", lastName: "  ")
        profile.bio = "\n"
        let checked = try profile.checked()
        #expect(checked.firstName == "Ada" && checked.lastName == nil && checked.bio == nil)
    }

    @Test func `Everything that is wrong is told at once`() {
        var profile = Profile(firstName: String(repeating: "a", count: 101), lastName: "a\nb")
        (profile.phone, profile.avatarURL, profile.bio) = ("call me", "javascript:alert(1)", "nul\0")
        #expect {
            try profile.checked()
        } throws: { error in
            (error as? ValidationError)?.fields.map(\.field) == [
                "first_name", "last_name", "bio", "phone", "avatar_url",
            ]
        }
    }

    @Test(arguments: ["\r", "\n", "\u{85}", "\u{2028}", "\u{2029}", "\0"])
    func `A name is one line, whatever ends one`(end: String) {
        let profile = Profile(firstName: "A\(end)B")
        #expect(throws: ValidationError.self) { try profile.checked() }
    }

    @Test(arguments: ["//evil.example/x", "/\\evil.example", "data:text/html,x", "JAVASCRIPT:x", "ftp://example.com"])
    func `A picture is an address of the web or a path of the shop`(url: String) {
        var profile = Profile()
        profile.avatarURL = url
        #expect(throws: ValidationError.self) { try profile.checked() }
    }
}
