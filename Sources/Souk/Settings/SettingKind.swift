import Foundation
import Kernel

/// What a setting may be: how its text is read, how it is written, and what is allowed, for people.
struct SettingKind<Value: Sendable>: Sendable {
    /// A noun phrase: `a whole number from 0 to 65535`.
    let allowed: String
    /// Whether a list of the settings file may stand for it.
    var isList = false
    /// The value of a text; `nil` when it is not allowed.
    let read: @Sendable (String) -> Value?
    /// The text that `read` makes the value of; `nil` for nothing.
    let write: @Sendable (Value) -> String?

    /// The same where nothing at all is allowed too.
    var orNothing: SettingKind<Value?> {
        SettingKind<Value?>(allowed: allowed, isList: isList) { text in
            read(text).map(Optional.some)
        } write: { value in
            value.flatMap(write)
        }
    }

    /// The same where the word `off` is allowed too, which is no value.
    var orOff: SettingKind<Value?> {
        SettingKind<Value?>(allowed: "\(allowed); or off", isList: isList) { text in
            text == "off" ? .some(nil) : read(text).map(Optional.some)
        } write: { value in
            guard let value else { return "off" }
            return write(value)
        }
    }
}

extension SettingKind<String> {
    /// Any text.
    static func text(_ allowed: String = "text") -> SettingKind {
        SettingKind(allowed: allowed) {
            $0
        } write: {
            $0
        }
    }

    /// Text of so many bytes at least.
    static func text(atLeast length: Int) -> SettingKind {
        SettingKind(allowed: "text of at least \(length) characters") { text in
            text.utf8.count >= length ? text : nil
        } write: {
            $0
        }
    }

    /// An address that begins with one of these schemes and names a host, or anything else behind the scheme.
    static func url(_ schemes: String...) -> SettingKind {
        let beginnings = schemes.map { "\($0)://" }
        let allowed = "an address that begins with \(beginnings.joined(separator: " or "))"
        return SettingKind(allowed: allowed) { text in
            let beginning = beginnings.first { text.lowercased().hasPrefix($0) }
            guard let beginning, text.utf8.count > beginning.utf8.count, text.allSatisfy({ !$0.isWhitespace }) else {
                return nil
            }
            return text
        } write: {
            $0
        }
    }

    /// The address of a site: scheme and host, perhaps a port and a path; a slash at the end does not count.
    static let site = SettingKind(allowed: "an address like https://shop.example, without ? and #") { text in
        guard let url = URLComponents(string: text), url.scheme == "https" || url.scheme == "http",
            let host = url.host, !host.isEmpty, url.query == nil, url.fragment == nil, url.user == nil
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    } write: {
        $0
    }

    /// What a browser sends as `Origin` (RFC 6454 §6.2), or `*` for all.
    static let origin = SettingKind(allowed: "an origin like https://shop.example, or *") { text in
        if text == "*" { return text }
        guard let site = site.read(text), let url = URLComponents(string: site), url.path.isEmpty else { return nil }
        return site.lowercased()
    } write: {
        $0
    }
}

extension SettingKind<Int> {
    /// A whole number of that range.
    static func integer(_ range: ClosedRange<Int>) -> SettingKind {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return SettingKind(allowed: allowed) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        } write: {
            String($0)
        }
    }

    /// Bytes, written with a unit: `512k`, `1MiB`. A bare number counts in `unit`.
    static func size(_ range: ClosedRange<Int>, unit: ByteUnit = .bytes) -> SettingKind {
        let bounds = "\(ByteUnit.write(range.lowerBound)) to \(ByteUnit.write(range.upperBound))"
        let bare = unit == .bytes ? "bytes" : unit.rawValue
        return SettingKind(allowed: "a size from \(bounds), like 512KiB or 1MiB; a bare number is \(bare)") { text in
            ByteUnit.read(text, bare: unit).flatMap { range.contains($0) ? $0 : nil }
        } write: {
            ByteUnit.write($0)
        }
    }
}

extension SettingKind<Duration> {
    /// A span of that range: `500ms`, `30s`, `5m`, `2h`; a bare number is seconds.
    static func span(_ range: ClosedRange<Duration>) -> SettingKind {
        let allowed = "a time from \(range.lowerBound.written) to \(range.upperBound.written), like 500ms, 30s or 5m"
        return SettingKind(allowed: allowed) { text in
            Duration(written: text).flatMap { range.contains($0) ? $0 : nil }
        } write: {
            $0.written
        }
    }
}

extension SettingKind<RateLimit> {
    /// `100/1m`.
    static let rate = SettingKind(allowed: RateLimit.allowed) {
        try? RateLimit($0)
    } write: {
        $0.description
    }
}

extension SettingKind<IPRange> {
    /// `10.0.0.0/8`.
    static let addresses = SettingKind(allowed: "an address or a range like 10.0.0.0/8 or fd00::/8") {
        IPRange($0)
    } write: {
        $0.description
    }
}

extension SettingKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One word of a few.
    static var choice: SettingKind {
        let words = Value.allCases.map(\.rawValue)
        return SettingKind(allowed: "one of \(words.joined(separator: ", "))") {
            Value(rawValue: $0.lowercased())
        } write: {
            $0.rawValue
        }
    }
}

extension SettingKind {
    /// Several, with commas between them; a list in the settings file.
    static func list<Element>(of kind: SettingKind<Element>) -> SettingKind where Value == [Element] {
        SettingKind(allowed: "a list with commas, each \(kind.allowed)", isList: true) { text in
            let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            let values = parts.compactMap(kind.read)
            return values.count == parts.count ? values : nil
        } write: { values in
            values.isEmpty ? nil : values.compactMap(kind.write).joined(separator: ",")
        }
    }
}
