import Kernel
import Testing

@testable import Identity

@Suite struct PasswordRuleTests {
    private let rule = PasswordRule()

    @Test(
        arguments: [
            "password", "Password", "password123", "P@ssw0rd!", "passw0rd1", "12345678", "123456789a", "87654321",
            "qwertyuiop",
            "1qaz2wsx", "1q2w3e4r5t", "asdfghjkl", "abcd1234", "aaaaaaaa", "abcabcabc", "12121212", "iloveyou",
            "ILoveYou2",
            "sunshine!", "!!summer2026", "Sommer2026", "passwordpassword", "football99", "trustno1", "letmein1",
            "dragon12",
            "Welcome1", "qwerty123", "йцукенгш", "l0vel0ve", "$ecret99",
        ])
    func `what everybody tries first is refused`(password: String) {
        #expect(rule.refusal(of: password)?.code == "password_common")
    }

    @Test(
        arguments: [
            "SecurePass123!", "correct horse battery staple", "dragonflies eat late", "x7Kp2mQz", "Grüße aus dem Süden",
            "my cat walks at night", "19 summers in Lyon", "пароль не нужен", "zq8-trombone", "🐪🐪🐪 nach Marrakesch",
        ])
    func `what is not known may be chosen`(password: String) {
        #expect(rule.refusal(of: password) == nil)
    }

    @Test func `a password has 8 to 256 characters`() {
        #expect(rule.refusal(of: "x7Kp2mQ")?.code == "password_short")
        #expect(rule.refusal(of: "")?.code == "password_short")
        let long = String(repeating: "ab cd ef gh x7 ", count: 18).prefix(256)
        #expect(rule.refusal(of: String(long)) == nil)
        #expect(rule.refusal(of: String(long) + "x")?.code == "password_long")
    }

    @Test(arguments: ["ada.lovelace@example.com", "ada.lovelace", "ADA.LOVELACE1", "ada.lovelace1815!"])
    func `the own address is no password`(password: String) {
        #expect(rule.refusal(of: password, email: "Ada.Lovelace@example.com")?.code == "password_common")
        #expect(rule.refusal(of: password, email: "charles@example.com") == nil)
    }

    @Test func `an address of digits forbids no other digits`() {
        #expect(rule.refusal(of: "83517204619", email: "7201@example.com") == nil)
        #expect(rule.refusal(of: "72019368", email: "72019368@example.com")?.code == "password_common")
    }

    @Test func `the field is named as the input names it`() {
        #expect(rule.refusal(of: "short", field: "new_password")?.field == "new_password")
    }

    @Test(
        arguments: [
            ("zanzibar9!", true), ("ZANZIBAR9!", true), ("Zanzibar!!", true), ("Zanzibar99", true),
            ("Zanzibar9!", false),
            ("Zanzibar 9", false),
        ])
    func `the rule of composition wants four classes`(password: String, isRefused: Bool) {
        let refusal = PasswordRule(.composition).refusal(of: password)
        #expect((refusal?.code == "password_composition") == isRefused)
        #expect(rule.refusal(of: password) == nil)
    }
}
