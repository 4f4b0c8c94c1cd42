/// The header `tracestate`: a list of `key=value` that others on the way have written, at most 32, newest first
/// (W3C Trace Context, section 3.3). We add nothing to it and hand it on.
package struct TraceState: Hashable, Sendable {
    /// The list as it is sent on: without empty members and spaces.
    let text: String

    /// At most so many bytes are handed on: the least that section 3.3.1.5 asks for.
    static let longest = 512

    var isEmpty: Bool { text.isEmpty }

    /// An empty list.
    init() {
        text = ""
    }

    /// `nil` when any member is wrong or a key comes twice: then the whole list is worth nothing.
    init?(_ header: String) {
        guard header.utf8.count <= 8192 else { return nil }
        var members: [Substring] = []
        var keys: Set<Substring> = []
        for piece in header.split(separator: ",", omittingEmptySubsequences: true) {
            let member = TraceState.trimmed(piece)
            if member.isEmpty { continue }
            guard members.count < 32, let equals = member.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let (key, value) = (member[..<equals], member[member.utf8.index(after: equals)...])
            guard TraceState.isKey(key.utf8), TraceState.isValue(value.utf8), keys.insert(key).inserted else {
                return nil
            }
            members.append(member)
        }
        text = TraceState.fitting(members).joined(separator: ",")
    }

    /// Spaces and tabs around a member are not part of it; a space at the end of a value goes with them.
    private static func trimmed(_ member: Substring) -> Substring {
        let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let bytes = member.utf8
        guard let start = bytes.firstIndex(where: { !blanks.contains($0) }),
            let last = bytes.lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return member[start...last]
    }

    /// Leaves out members of more than 128 bytes first, and then from the end, as section 3.3.1.5 says.
    private static func fitting(_ members: [Substring]) -> [Substring] {
        var kept = members
        func length() -> Int { kept.reduce(-1) { $0 + $1.utf8.count + 1 } }
        while length() > longest, let long = kept.lastIndex(where: { $0.utf8.count > 128 }) { kept.remove(at: long) }
        while length() > longest { kept.removeLast() }
        return kept
    }

    /// `simple-key / multi-tenant-key`
    private static func isKey(_ key: Substring.UTF8View) -> Bool {
        let parts = key.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return isWord(parts[0], 1...256, digitFirst: false)
        case 2: return isWord(parts[0], 1...241, digitFirst: true) && isWord(parts[1], 1...14, digitFirst: false)
        default: return false
        }
    }

    private static func isWord(_ word: Substring.UTF8View, _ length: ClosedRange<Int>, digitFirst: Bool) -> Bool {
        guard length.contains(word.count), let first = word.first, isLetter(first) || digitFirst && isDigit(first)
        else { return false }
        return word.allSatisfy { isLetter($0) || isDigit($0) || [0x5F, 0x2D, 0x2A, 0x2F].contains($0) }
    }

    /// 1 to 256 printable characters of ASCII without comma and equals sign, the last no space.
    private static func isValue(_ value: Substring.UTF8View) -> Bool {
        guard (1...256).contains(value.count), value.last != 0x20 else { return false }
        return value.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
