import Testing

@testable import Souk

struct SettingsFileTests {
    @Test func `values are found with their place`() throws {
        let file = try SettingsFile(
            "server:\n  port: 0080\n  trusted_proxies: [10.0.0.0/8, '::1']\nshop: {name: ~}\n", name: "souk.yaml")
        #expect(file.find("server.port")?.text == "0080")
        #expect(file.find("server.port")?.source == .file("souk.yaml", line: 2, column: 9))
        #expect(file.find("server.trusted_proxies")?.text == "10.0.0.0/8,::1")
        #expect(file.find("shop.name")?.text == nil)
        #expect(file.paths == ["server.port", "server.trusted_proxies"])
    }

    @Test(arguments: ["", "# nothing\n", "~", "---\n"])
    func `a file may say nothing`(text: String) throws {
        #expect(try SettingsFile(text, name: "souk.yaml").paths.isEmpty)
    }

    @Test(arguments: [
        ("5", "names and values"), ("[a]", "names and values"), ("a: [b", "line"), ("a:\n\t b: 1", "line 2"),
        ("a: {b: [[c]]}", "single values"), ("? [a]\n: b", "plain text"), ("a: 1\na: 2", "twice"),
        ("a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}", "too deeply"), ("password: \"hidden\n", "no YAML"),
    ])
    func `what is no settings file is told with the place`(text: String, words: String) {
        let error = #expect(throws: SettingsFileError.self) { try SettingsFile(text, name: "souk.yaml") }
        #expect(error?.description.hasPrefix("souk.yaml") == true)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("hidden") == false)
    }

    @Test(arguments: [
        ("server: {prot: 80}", "souk.yaml line 1, column 16: there is no setting server.prot; is server.port meant?"),
        ("zebra: 1", "souk.yaml line 1, column 8: there is no setting zebra"),
        ("server: 80", "souk.yaml line 1, column 9: server is a group of settings, like server.host"),
        (
            "server: {port: [80]}",
            "SOUK_PORT must be a whole number from 0 to 65535, is a list (souk.yaml line 1, column 16)"
        ),
        ("server: {port: {a: 1}}", "souk.yaml line 1, column 20: there is no setting server.port.a"),
    ])
    func `a name that is no setting stops the start`(text: String, problem: String) throws {
        let sources = SettingsSources(file: try SettingsFile(text, name: "souk.yaml"))
        let error = #expect(throws: Settings.Invalid.self) { try SettingsReport(sources) }
        #expect(error?.problems.first?.hasPrefix(problem) == true, "\(error?.description ?? "")")
    }
}
