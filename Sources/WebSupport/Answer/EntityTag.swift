import Foundation

/// An entity tag: the version of the thing, for `If-Match`, and a hash of the bytes, because what is shown of a thing
/// may change without it, as when its category is renamed.
struct EntityTag {
    let text: String

    init(version: Int, body: [UInt8]) {
        text = "\"\(version)-\(String(EntityTag.hash(body), radix: 36))\""
    }

    /// FNV-1a, 64 bits (draft-eastlake-fnv): 2 µs for a product.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The version in a tag of ours, compressed or not; `nil` for any other, and for weak ones, which `If-Match` never
    /// matches.
    static func version(in tag: String) -> Int? {
        guard let match = tag.wholeMatch(of: /"([0-9]{1,18})-[0-9a-z]+(-gzip)?"\s*/) else { return nil }
        return Int(match.1)
    }

    /// The tag that `If-None-Match` names, in whatever encoding the client has the answer (RFC 9110 §13.1.2); `nil` when
    /// it names none of them. A cache looks its own copy up by what it gets back.
    static func match(_ header: String?, _ tag: String) -> String? {
        guard let header else { return nil }
        if header == "*" { return tag }
        let named = header.split(separator: ",").map { candidate in
            let trimmed = candidate.trimmingCharacters(in: .whitespaces)
            return trimmed.hasPrefix("W/") ? String(trimmed.dropFirst(2)) : trimmed
        }
        return [tag, compressed(tag)].first { named.contains($0) }
    }

    /// The tag of the same answer compressed with gzip.
    static func compressed(_ tag: String) -> String {
        tag.hasSuffix("\"") ? tag.dropLast() + "-gzip\"" : tag
    }
}
