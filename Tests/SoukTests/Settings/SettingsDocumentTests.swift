import Foundation
import Testing

@testable import Souk

struct SettingsDocumentTests {
    @Test func `the example is a settings file once its comments are taken away, and says the defaults`() throws {
        let entries = try SettingsReport.presets().entries
        let lines = SettingsDocument.example(entries).split(separator: "\n").dropFirst()
        let text = lines.map { $0.dropFirst(2) }.joined(separator: "\n")
        let file = try SettingsFile(text, name: "souk.yaml")
        let read = try SettingsReport(SettingsSources(file: file)).entries
        for (entry, preset) in zip(read, entries) {
            #expect(entry.value == preset.value)
            #expect((entry.source == .preset) == (preset.preset == nil), "\(entry.name)")
        }
        #expect(lines.allSatisfy { $0.hasPrefix("# ") })
    }

    @Test func `docs settings md is what the declarations say`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let written = try String(contentsOf: root.appending(path: "docs/settings.md").standardized, encoding: .utf8)
        let now = SettingsDocument.markdown(try SettingsReport.presets().entries)
        #expect(written == now, "run: souk config --markdown > docs/settings.md")
    }
}
