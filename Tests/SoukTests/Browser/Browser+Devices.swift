import Foundation
import Testing

extension Browser {
    /// Light or dark, as the person's system has it.
    enum Scheme: String, CaseIterable {
        case light, dark
    }

    /// Shows pages in that scheme from now on.
    func prefer(_ scheme: Scheme) async throws {
        struct Command: Encodable {
            struct Feature: Encodable {
                let name = "prefers-color-scheme"
                let value: String
            }
            struct Media: Encodable {
                let features: [Feature]
            }
            let cmd = "Emulation.setEmulatedMedia"
            let params: Media
        }
        let media = Command.Media(features: [Command.Feature(value: scheme.rawValue)])
        let _: Nothing = try await post("goog/cdp/execute", Command(params: media))
    }

    /// Plugs in an authenticator that says yes to everything and knows its owner (WebAuthn §11, "WebDriver extension").
    func plugInAuthenticator() async throws {
        struct Authenticator: Encodable {
            let `protocol` = "ctap2"
            let transport = "internal"
            let hasResidentKey = true
            let hasUserVerification = true
            let isUserVerified = true
            let isUserConsenting = true
        }
        let _: String = try await post("webauthn/authenticator", Authenticator())
    }

    /// Empties a field and types into it.
    func retype(_ text: String, into selector: String) async throws {
        let _: Bool = try await run("document.querySelector(arguments[0]).value = ''; return true", selector)
        try await type(text, into: selector)
    }
}

/// Deque's axe, which finds what keeps people from using a page. It is not part of this tree: a package of PyPI brings it.
struct Axe {
    private let source: String

    /// `nil` where there is no Python with that package.
    init?() {
        guard let python = ProcessInfo.processInfo.environment["SOUK_TEST_PYTHON"],
            let folder = try? Axe.folder(python),
            let files = FileManager.default.enumerator(at: URL(filePath: folder), includingPropertiesForKeys: nil),
            let file = files.lazy.compactMap({ $0 as? URL }).first(where: { $0.lastPathComponent == "axe.min.js" }),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return nil }
        source = text
    }

    private static func folder(_ python: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            "-c",
            "import importlib.util as u; print(u.find_spec('axe_core_python').submodule_search_locations[0], end='')",
        ]
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    /// What is serious or critical about the page, a line each.
    func complaints(about browser: Browser) async throws -> [String] {
        let script = """
            const done = arguments[arguments.length - 1];
            \(source);
            axe.run(document, { resultTypes: ["violations"] }).then((found) => done(found.violations
                .filter((one) => one.impact === "serious" || one.impact === "critical")
                .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)),
                (error) => done([String(error)]));
            """
        return try await browser.post("execute/async", Script(script: script, args: []))
    }
}
