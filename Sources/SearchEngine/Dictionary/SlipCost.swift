/// What it costs to take one word for a slip of another, as in a noisy channel (Kernighan, Church and Gale 1990): the
/// negative logarithm of how likely the slip is. A letter left out and two letters swapped can go wrong in one way only,
/// a wrong or an additional letter in 25, so that those are 25 times as likely to have been this very word.
struct SlipCost {
    private static let edit: Float = 20
    /// ln 25.
    private static let onlyWay: Float = 3.2
    /// Keys beside each other, one vowel for another, a letter typed twice: two of three slips of a letter are such, and
    /// a letter has five neighbours of 25, which makes each ln 7 likelier than the others.
    private static let easy: Float = 2
    /// People know how a word begins.
    private static let firstLetter: Float = 0.5
    /// A plural that became a singular, or the other way round.
    static let number: Float = 2

    private var rows: [Float] = []

    /// The cost of `typed` for `word`; each edit costs more than all else together.
    mutating func callAsFunction(_ typed: [UInt8], for word: [UInt8]) -> Float {
        let width = word.count + 1
        rows.removeAll(keepingCapacity: true)
        rows.append(contentsOf: repeatElement(.infinity, count: width * (typed.count + 1)))
        rows[0] = 0
        for row in 0...typed.count {
            for column in 0...word.count where row + column > 0 {
                rows[row * width + column] = cheapest(typed, word, row, column, width)
            }
        }
        return rows[typed.count * width + word.count]
    }

    private func cheapest(_ typed: [UInt8], _ word: [UInt8], _ row: Int, _ column: Int, _ width: Int) -> Float {
        let at = row * width + column
        let first = min(row, column) <= 1 ? Self.firstLetter : 0
        var best = Float.infinity
        if row > 0 {
            let isDoubled = row > 1 && typed[row - 1] == typed[row - 2]
            best = rows[at - width] + Self.edit - (isDoubled ? Self.easy : 0) + first
        }
        if column > 0 { best = min(best, rows[at - 1] + Self.edit - Self.onlyWay + first) }
        guard row > 0, column > 0 else { return best }
        let (mine, meant) = (typed[row - 1], word[column - 1])
        if mine == meant { return min(best, rows[at - width - 1]) }
        best = min(best, rows[at - width - 1] + Self.edit - (Self.isEasy(mine, meant) ? Self.easy : 0) + first)
        if row > 1, column > 1, mine == word[column - 2], typed[row - 2] == meant {
            let isFirst = min(row, column) <= 2
            best = min(
                best, rows[at - 2 * width - 2] + Self.edit - Self.onlyWay + (isFirst ? Self.firstLetter : 0))
        }
        return best
    }

    private static func isEasy(_ typed: UInt8, _ meant: UInt8) -> Bool {
        (isVowel(typed) && isVowel(meant)) || areNeighbours(typed, meant)
    }

    private static func isVowel(_ letter: UInt8) -> Bool { vowels.contains(letter) }

    private static let vowels = Array("aeiouy".utf8)

    /// Whether two keys touch, on a keyboard whose rows are shifted by half a key.
    private static func areNeighbours(_ left: UInt8, _ right: UInt8) -> Bool {
        guard let a = key(left), let b = key(right) else { return false }
        return abs(a.row - b.row) <= 1 && abs(a.place - b.place) <= 2
    }

    private static func key(_ letter: UInt8) -> (row: Int, place: Int)? {
        guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") else { return nil }
        return keys[Int(letter - UInt8(ascii: "a"))]
    }

    /// By letter; a key is two places wide.
    private static let keys: [(row: Int, place: Int)] = {
        var keys = [(row: Int, place: Int)](repeating: (0, 0), count: 26)
        for (row, letters) in ["qwertyuiop", "asdfghjkl", "zxcvbnm"].enumerated() {
            for (place, letter) in letters.utf8.enumerated() {
                keys[Int(letter - UInt8(ascii: "a"))] = (row, place * 2 + row)
            }
        }
        return keys
    }()
}
