package import Foundation

/// The settings of a run, with what is known about each: the effective value, where it comes from, what is allowed.
package struct SettingsReport: Sendable {
    /// The settings.
    package let settings: Settings
    /// Each setting, in the order of its group.
    package let entries: [SettingEntry]
    /// What has no effect though somebody may think so, a sentence each.
    package let warnings: [String]

    /// - Throws: `Settings.Invalid` with every mistake.
    init(_ sources: SettingsSources) throws(Settings.Invalid) {
        var reader = SettingsReader(sources)
        settings = Settings(&reader)
        reader.refuseUnknownPaths()
        guard reader.problems.isEmpty else { throw Settings.Invalid(problems: reader.problems) }
        (entries, warnings) = (reader.entries, reader.notes + reader.unknownNames())
    }

    /// Reads everything that settings come from.
    /// - Parameters:
    ///   - flags: what the command line says.
    ///   - environment: that of the process; `SOUK_ENV_FILE` names the `.env` file, `SOUK_CONFIG` the settings file.
    ///   - config: the settings file, when a flag names one.
    ///   - folder: where `.env` and `souk.yaml` are looked for when nobody names them.
    /// - Throws: `Settings.Invalid` with every mistake.
    package static func read(
        flags: [SettingFlag], environment: [String: String], config: String?, in folder: URL
    ) throws(Settings.Invalid) -> SettingsReport {
        do {
            var sources = SettingsSources(flags: flags, environment: environment)
            sources.dotEnv = try dotEnv(named: environment["SOUK_ENV_FILE"], in: folder)
            let named = config ?? sources.find("SOUK_CONFIG", "")?.text
            sources.file = try file(named: named, in: folder)
            if sources.file == nil { sources.file = try fileInDataDirectory(of: sources, in: folder) }
            return try SettingsReport(sources)
        } catch let error as SettingsFileError {
            throw Settings.Invalid(problems: [error.description])
        } catch let error as Settings.Invalid {
            throw error
        } catch {
            throw Settings.Invalid(problems: ["the settings cannot be read: \(error)"])
        }
    }

    /// What every setting is when nobody sets any.
    /// - Throws: `Settings.Invalid`, which would be a defect.
    package static func presets() throws(Settings.Invalid) -> SettingsReport {
        try SettingsReport(SettingsSources())
    }

    private static func dotEnv(named name: String?, in folder: URL) throws(SettingsFileError) -> DotEnvFile? {
        let file = URL(fileURLWithPath: name.flatMap { $0.isEmpty ? nil : $0 } ?? ".env", relativeTo: folder)
        guard name?.isEmpty == false || FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try DotEnvFile(SettingsFileError.text(of: file), name: file.lastPathComponent)
    }

    private static func file(named name: String?, in folder: URL) throws(SettingsFileError) -> SettingsFile? {
        let file = URL(fileURLWithPath: name ?? "souk.yaml", relativeTo: folder)
        guard name != nil || FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try SettingsFile(SettingsFileError.text(of: file), name: name ?? "souk.yaml")
    }

    /// The settings file that lies with the data; it cannot say where the data lie.
    private static func fileInDataDirectory(
        of sources: SettingsSources, in folder: URL
    ) throws(SettingsFileError) -> SettingsFile? {
        let path = sources.find("SOUK_DATA", "data")?.text ?? "./data"
        let directory = URL(fileURLWithPath: path, isDirectory: true, relativeTo: folder)
        guard let file = try file(named: nil, in: directory) else { return nil }
        if let place = file.source(of: "data") {
            throw SettingsFileError(
                description: "\(place): data cannot be set in the data directory itself; use --data, SOUK_DATA, or a "
                    + "souk.yaml in the working directory")
        }
        return file
    }
}
