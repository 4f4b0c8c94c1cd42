/// The answer to ListObjectsV2.
struct S3Listing: Equatable {
    /// An object of the bucket.
    struct Object: Equatable {
        let key: String
        let length: Int
    }

    let objects: [Object]
    let isTruncated: Bool

    /// `nil` when it is not such an answer.
    init?(_ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        guard text.contains("<ListBucketResult") else { return nil }
        objects = S3XML.all("Contents", in: text).compactMap { content in
            guard let key = S3XML.all("Key", in: content).first, let size = S3XML.all("Size", in: content).first,
                let length = Int(size)
            else { return nil }
            return Object(key: S3XML.decoded(key), length: length)
        }
        isTruncated = S3XML.all("IsTruncated", in: text).first == "true"
    }
}

/// As much of XML as the answers of S3 have: elements without attributes that do not hold their like.
enum S3XML {
    /// What stands in every element of that name, still escaped.
    static func all(_ name: String, in text: some StringProtocol) -> [Substring] {
        var found: [Substring] = []
        var rest = Substring(text)
        while let start = rest.firstRange(of: "<\(name)>") {
            guard let end = rest[start.upperBound...].firstRange(of: "</\(name)>") else { break }
            found.append(rest[start.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return found
    }

    static func first(_ name: String, in body: [UInt8]) -> String? {
        all(name, in: String(decoding: body.prefix(64 << 10), as: UTF8.self)).first.map(decoded)
    }

    /// The five entities of XML and those by number.
    static func decoded(_ text: Substring) -> String {
        let pieces = text.split(separator: "&", omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(String(pieces.first ?? "")) { decoded, piece in
            guard let end = piece.firstIndex(of: ";"), let character = entity(piece[..<end]) else {
                return decoded + "&" + piece
            }
            return decoded + String(character) + piece[piece.index(after: end)...]
        }
    }

    private static func entity(_ name: Substring) -> Character? {
        if name.hasPrefix("#x") {
            return UInt32(name.dropFirst(2), radix: 16).flatMap(UnicodeScalar.init).map { Character($0) }
        }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(UnicodeScalar.init).map { Character($0) } }
        return ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name]
    }
}
