/// Where the value of a setting comes from; the first that has one wins, in this order.
package enum SettingSource: Hashable, Sendable {
    /// A flag of the command: `--port`.
    case flag(String)
    /// The environment of the process.
    case environment
    /// A line of the `.env` file.
    case dotEnv(file: String, line: Int)
    /// A place in the settings file; both count from 1.
    case file(String, line: Int, column: Int)
    /// Nobody set it.
    case preset
}

extension SettingSource: CustomStringConvertible {
    /// For people: `environment`, `.env line 3`, `souk.yaml line 4, column 9`.
    package var description: String {
        switch self {
        case .flag(let flag): flag
        case .environment: "environment"
        case .dotEnv(let file, let line): "\(file) line \(line)"
        case .file(let file, let line, let column): "\(file) line \(line), column \(column)"
        case .preset: "default"
        }
    }
}

/// A value that a flag of a command gives to a setting.
package struct SettingFlag: Sendable {
    /// The setting: `SOUK_PORT`.
    package let setting: String
    /// The flag: `--port`.
    package let flag: String
    /// What was written behind it.
    package let value: String

    /// The value of that flag for that setting; `nil` when the flag was not given.
    package init?(_ setting: String, _ flag: String, _ value: String?) {
        guard let value else { return nil }
        (self.setting, self.flag, self.value) = (setting, flag, value)
    }
}
