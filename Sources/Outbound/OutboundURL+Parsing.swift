import Kernel

extension OutboundURL {
    /// Reads an absolute address.
    /// - Throws: `OutboundError.invalidURL` with what is wrong, never with the text itself.
    package init(_ text: String) throws(OutboundError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw .invalidURL("must have at most \(Self.maximumLength) bytes")
        }
        guard text.utf8.allSatisfy(isAllowedInURL) else {
            throw .invalidURL("must be printable ASCII without spaces, quotes, braces and backslashes")
        }
        guard let separator = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
        else { throw .invalidURL("must begin with http:// or https://") }
        let rest = text[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let (host, port) = try Self.parse(authority: authority)
        let target = rest[authority.endIndex...]
        guard isPercentEncoded(target) else { throw .invalidURL("has a % without two hexadecimal digits behind it") }
        self.init(
            scheme: scheme, host: host, port: port ?? scheme.port,
            target: target.hasPrefix("/") ? String(target) : "/" + target)
    }

    /// The address that a `Location` leads to, seen from this one (RFC 3986, 5.2, without removing dots).
    func following(_ location: String) throws(OutboundError) -> OutboundURL {
        if let colon = location.firstIndex(of: ":"), location[..<colon].allSatisfy(isSchemeCharacter),
            colon > location.startIndex
        {
            return try OutboundURL(location)
        }
        if location.hasPrefix("//") { return try OutboundURL("\(scheme.rawValue):\(location)") }
        if location.hasPrefix("/") { return try OutboundURL(origin + location) }
        let path = target.prefix { $0 != "?" }
        if location.hasPrefix("?") { return try OutboundURL(origin + path + location) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return try OutboundURL(origin + folder + location)
    }

    private static func parse(authority: Substring) throws(OutboundError) -> (host: String, port: Int?) {
        guard !authority.contains("@") else { throw .invalidURL("must not contain a user name or password") }
        guard authority.hasPrefix("[") else {
            let host = authority.prefix { $0 != ":" }
            return (try parse(name: host), try parse(port: authority[host.endIndex...]))
        }
        guard let end = authority.firstIndex(of: "]"),
            let address = IPAddress(authority[..<end].dropFirst()), authority[..<end].contains(":")
        else { throw .invalidURL("has brackets without an IPv6 address in them") }
        // A mapped address is one of IPv4, and called as one.
        return (address.isV4 ? "\(address)" : "[\(address)]", try parse(port: authority[end...].dropFirst()))
    }

    private static func parse(port: Substring) throws(OutboundError) -> Int? {
        guard !port.isEmpty else { return nil }
        let digits = port.dropFirst()
        guard port.first == ":", !digits.isEmpty, digits.utf8.allSatisfy(isDigit), let number = Int(digits),
            (1...65535).contains(number)
        else { throw .invalidURL("has a port that is not a number from 1 to 65535") }
        return number
    }

    /// What ends in a number is an address to most programs, so `0x7f.1`, `2130706433` and `127.1` must not pass as
    /// names (the URL standard of WHATWG, "ends in a number").
    private static func parse(name: Substring) throws(OutboundError) -> String {
        let host = name.lowercased()
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else {
            throw .invalidURL("has no host, or one that is not made of letters, digits, hyphens and dots")
        }
        guard last.utf8.allSatisfy(isDigit) || last.hasPrefix("0x") else { return host }
        guard let address = IPAddress(host), address.isV4, "\(address)" == host else {
            throw .invalidURL("has a host that ends in a number and is not a plain IPv4 address")
        }
        return host
    }
}

private func isLabel(_ label: Substring) -> Bool {
    let isMadeOfLetters = label.utf8.allSatisfy {
        isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    return isMadeOfLetters && (1...63).contains(label.utf8.count)
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

private func isSchemeCharacter(_ character: Character) -> Bool {
    guard let byte = character.asciiValue else { return false }
    return isDigit(byte) || isLetter(byte) || "+-.".utf8.contains(byte)
}

/// RFC 3986 has no place for the characters that are missing here, and programs differ in what they make of them.
private func isAllowedInURL(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
}

private func isPercentEncoded(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
        guard bytes[index] == UInt8(ascii: "%") else { return true }
        return index + 2 < bytes.count
            && bytes[(index + 1)...(index + 2)].allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    }
}
