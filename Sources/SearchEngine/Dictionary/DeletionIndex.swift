/// Finds the words one edit from a given one by look-ups, not by a search: two words are one edit apart only if they are
/// equal after at most one letter was left out of each (Mor and Fraenkel 1982). So every word is filed under itself and
/// under what is left without each of its letters.
struct DeletionIndex: Sendable {
    /// Longer words are not filed: they are names of nothing, and would take the most room.
    static let longestWord = 24

    /// Hashes, ascending, and for each the word that is filed under it.
    private let keys: Column<UInt32>
    private let words: Column<UInt32>

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        keys = try reader.column(UInt32.self)
        words = try reader.column(UInt32.self)
        guard keys.count == words.count else { throw .corrupt }
    }

    static func write(_ entries: [LexiconEntry], to writer: inout SectionWriter) {
        var filed: [UInt64] = []
        for (index, entry) in entries.enumerated() where entry.word.count <= longestWord {
            forEachKey(of: entry.word) { filed.append(UInt64($0) << 32 | UInt64(index)) }
        }
        filed.sort()
        writer.append(filed.map { UInt32($0 >> 32) })
        writer.append(filed.map { UInt32(truncatingIfNeeded: $0) })
    }

    /// Calls `found` once with the number of each word within one edit (insertion, deletion, substitution or the swap of
    /// two neighbours).
    func forEachWord(near typed: [UInt8], in lexicon: ByteTable, found: (Int) -> Void) {
        guard typed.count <= Self.longestWord + 1 else { return }
        var seen: [UInt32] = []
        Self.forEachKey(of: typed) { key in
            var place = lowerBound(key)
            while place < keys.count, keys[place] == key {
                let word = words[place]
                place += 1
                guard Int(word) < lexicon.count, !seen.contains(word) else { continue }
                seen.append(word)
                if Self.isOneEdit(typed, lexicon[Int(word)]) { found(Int(word)) }
            }
        }
    }

    private func lowerBound(_ key: UInt32) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Calls `visit` with the hashes of a word and of what is left without each of its letters, equal ones once.
    private static func forEachKey(of word: [UInt8], _ visit: (UInt32) -> Void) {
        visit(hash(word, without: word.count))
        for index in word.indices where index == 0 || word[index] != word[index - 1] {
            visit(hash(word, without: index))
        }
    }

    /// FNV-1a, folded to 32 bits.
    private static func hash(_ word: [UInt8], without left: Int) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for (index, byte) in word.enumerated() where index != left {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }

    private static func isOneEdit(_ typed: [UInt8], _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let same = zip(typed, word).prefix { $0 == $1 }.count
        let (mine, its) = (typed[same...], word[same...])
        switch typed.count - word.count {
        case -1: return mine.elementsEqual(its.dropFirst())
        case 1: return mine.dropFirst().elementsEqual(its)
        case 0:
            if mine.dropFirst().elementsEqual(its.dropFirst()) { return true }
            return mine.count > 1 && mine[same] == its[same + 1] && mine[same + 1] == its[same]
                && mine.dropFirst(2).elementsEqual(its.dropFirst(2))
        default: return false
        }
    }
}
