/// The settings as documents, written from their declarations.
package enum SettingsDocument {
    /// `docs/settings.md`
    package static func markdown(_ entries: [SettingEntry]) -> String {
        let tables = groups(of: entries).map { name, entries in
            (["## \(name)", "", "| setting | in the file | default | meaning |", "| --- | --- | --- | --- |"]
                + entries.map(row)).joined(separator: "\n")
        }
        return ([introduction] + tables).joined(separator: "\n\n") + "\n"
    }

    private static let introduction = """
        # Settings

        Written by `souk config --markdown` from the declarations in
        [Sources/Souk/Settings](../Sources/Souk/Settings/Settings.swift); a test keeps it current. `souk config` prints what
        holds here and now and where it comes from, `souk config --example` a settings file to begin with.

        The first source that has a value wins:

        1. flags of the command (`--port 8080`)
        2. the environment (`SOUK_PORT=8080`)
        3. `.env` in the working directory, or the file that `SOUK_ENV_FILE` names
        4. a settings file in YAML: the one that `--config` or `SOUK_CONFIG` names, else `souk.yaml` in the working
           directory, else `souk.yaml` in the data directory
        5. the defaults

        An empty value counts as none. A value that is not allowed stops the start with its name, what it is, what is allowed
        and where it was set; so does an unknown name in the settings file. An unknown `SOUK_…` in the environment or in
        `.env` is a warning, and so is an `OIDC_…` that names no provider.

        **`.env`** has a `NAME=VALUE` on each line. Comments begin with `#`, at the start of a line or behind a space; `export`
        may stand before the name. A value in single quotes is taken as it is; in double quotes `\\n`, `\\t`, `\\r`, `\\"`, `\\\\`
        and `\\$` are escapes. Nothing is expanded: `$HOME` is five characters. A value ends with its line.

        **Times** are written `500ms`, `30s`, `5m`, `2h` or `1d`, and a bare number is seconds. **Sizes** are written `512KiB`,
        `1MiB` or `512k`, always in powers of two. **Limits** are written `100/1m`. **Lists** have commas between their items;
        the settings file may hold them as lists too.

        **Providers** of logins elsewhere beside google, github and facebook have any name of letters and digits, here `ACME`:
        `OIDC_ACME_ISSUER` (an OpenID Connect issuer), `OIDC_ACME_CLIENT_ID` and `OIDC_ACME_CLIENT_SECRET`; in the settings file
        `identity.providers.acme.issuer`, `.client_id` and `.client_secret`.
        """

    private static func row(_ entry: SettingEntry) -> String {
        let preset = entry.preset.map { "`\($0)`" } ?? ""
        let secret = entry.isSecret ? " Shown masked." : ""
        return "| `\(entry.name)` | `\(entry.path)` | \(preset) | \(entry.help)\(secret) Allowed: \(entry.allowed). |"
    }

    /// A settings file with every setting as a comment, at its default.
    package static func example(_ entries: [SettingEntry]) -> String {
        var lines = ["# Settings of Souk. Take the # away from what you change, and from the group above it.", ""]
        var open: [String] = []
        for entry in entries {
            let path = entry.path.split(separator: ".").map(String.init)
            let groups = Array(path.dropLast())
            for depth in groups.indices where depth >= open.count || open[...depth] != groups[...depth] {
                lines.append("# \(indent(depth))\(groups[depth]):")
            }
            open = groups
            lines.append("# \(indent(groups.count))# \(entry.help) Allowed: \(entry.allowed). (\(entry.name))")
            lines.append("# \(indent(groups.count))\(path[path.count - 1]): \(scalar(entry.preset))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    /// A value that YAML reads as this text.
    private static func scalar(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "" }

    private static func groups(of entries: [SettingEntry]) -> [(name: String, entries: [SettingEntry])] {
        let name = { (entry: SettingEntry) in
            entry.path.contains(".") ? String(entry.path.prefix { $0 != "." }) : "the shop"
        }
        var groups: [(name: String, entries: [SettingEntry])] = []
        for entry in entries {
            let group = ["shop": "the shop"][name(entry)] ?? name(entry)
            if groups.last?.name == group {
                groups[groups.count - 1].entries.append(entry)
            } else {
                groups.append((group, [entry]))
            }
        }
        return groups.map { ($0.name.prefix(1).uppercased() + $0.name.dropFirst(), $0.entries) }
    }
}
