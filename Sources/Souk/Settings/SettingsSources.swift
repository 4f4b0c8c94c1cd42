import Foundation

/// Everything that settings are looked for in.
struct SettingsSources: Sendable {
    var flags: [SettingFlag] = []
    var environment: [String: String] = [:]
    var dotEnv: DotEnvFile?
    var file: SettingsFile?

    /// A text that somebody wrote for a setting, and where.
    struct Found: Sendable {
        let text: String
        let isList: Bool
        let source: SettingSource

        init(_ text: String, isList: Bool = false, _ source: SettingSource) {
            (self.text, self.isList, self.source) = (text, isList, source)
        }
    }

    /// The first that has a value. An empty one, as `SOUK_HOST=` makes it, counts as none.
    func find(_ name: String, _ path: String) -> Found? {
        let flag = flags.first { $0.setting == name }.map { Found($0.value, .flag($0.flag)) }
        let candidates = [
            flag, environment[name].map { Found($0, .environment) }, dotEnv?.find(name), file?.find(path),
        ]
        return candidates.lazy.compactMap(\.self).first { !$0.text.isEmpty }
    }
}

/// A file that settings come from and that cannot be used: which one, where in it, and why.
struct SettingsFileError: Error {
    let description: String

    /// The text of a small file.
    static func text(of file: URL, limit: Int = 1 << 20) throws(SettingsFileError) -> String {
        do {
            let data = try Data(contentsOf: file)
            guard data.count <= limit else {
                throw SettingsFileError(description: "\(file.path) has more than \(limit) bytes; is it the right file?")
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw SettingsFileError(description: "\(file.path) is not text in UTF-8")
            }
            return text
        } catch let error as SettingsFileError {
            throw error
        } catch {
            throw SettingsFileError(description: "\(file.path) cannot be read: \(error.reason)")
        }
    }
}
