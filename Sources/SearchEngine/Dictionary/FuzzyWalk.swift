/// Finds the words of a lexicon within an edit distance: a depth-first walk of the sorted list as a trie, one row
/// of the Damerau–Levenshtein matrix (optimal string alignment) per letter, whole branches skipped once a row exceeds it.
struct FuzzyWalk {
    private let pattern: [UInt8]
    private let limit: Int
    private let width: Int
    private var rows: [UInt8]
    private var path = [UInt8](repeating: 0, count: Tokenizer.maximumTokenBytes + 2)

    init(_ pattern: [UInt8], limit: Int) {
        self.pattern = Array(pattern.prefix(Tokenizer.maximumTokenBytes))
        self.limit = limit
        width = self.pattern.count + 1
        rows = [UInt8](repeating: UInt8(limit + 1), count: width * (Tokenizer.maximumTokenBytes + 2))
        for column in 0..<width { rows[column] = UInt8(min(column, limit + 1)) }
    }

    /// Calls `found` with the index and the distance of each word within the limit, in the order of the words.
    mutating func run(_ lexicon: Lexicon, found: (Int, Int) -> Void) {
        let shared = lexicon.shared.values
        var index = 0
        var valid = 0
        while index < lexicon.words.count {
            let word = lexicon.words[index]
            valid = min(valid, Int(shared[index]))
            let dead = descend(word, from: valid)
            valid = dead ?? word.count
            if dead == nil {
                let distance = Int(rows[word.count * width + width - 1])
                if distance <= limit { found(index, distance) }
            }
            index += 1
            if let dead { while index < shared.count, Int(shared[index]) >= dead { index += 1 } }
        }
    }

    /// Calls `found` with each word that has a beginning within the limit, and the length of the shortest such.
    mutating func runPrefixes(_ lexicon: Lexicon, found: (Int, Int) -> Void) {
        let shared = lexicon.shared.values
        var index = 0
        var valid = 0
        while index < lexicon.words.count {
            let word = lexicon.words[index]
            let dead = descend(word, from: min(valid, Int(shared[index])))
            valid = dead ?? word.count
            let beginning = acceptedDepth(upTo: valid)
            repeat {  // words that share a dead beginning share the accepted one before it
                if let beginning { found(index, beginning) }
                index += 1
            } while index < shared.count && dead.map { Int(shared[index]) >= $0 } ?? false
        }
    }

    /// The shortest beginning of the current path that is within the limit of the whole pattern.
    private func acceptedDepth(upTo depth: Int) -> Int? {
        let first = max(1, width - 1 - limit)
        guard first <= min(depth, width - 1 + limit) else { return nil }
        return (first...min(depth, width - 1 + limit)).first { Int(rows[$0 * width + width - 1]) <= limit }
    }

    /// Extends the rows along a word; returns the depth at which no completion can be within the limit.
    private mutating func descend(_ word: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard word.count < Tokenizer.maximumTokenBytes + 2 else { return Tokenizer.maximumTokenBytes + 1 }
        var depth = start
        while depth < word.count {
            path[depth] = word[depth]
            depth += 1
            if fillRow(depth) > limit { return depth }
        }
        return nil
    }

    /// Fills the band of a row that can be within the limit, and returns its minimum.
    private mutating func fillRow(_ depth: Int) -> Int {
        let low = max(0, depth - limit)
        let high = min(width - 1, depth + limit)
        let beyond = UInt8(limit + 1)
        guard low <= high else { return limit + 1 }
        return rows.withUnsafeMutableBufferPointer { rows in
            let row = depth * width
            var least = beyond
            if low > 0 { rows[row + low - 1] = beyond }
            for column in low...high {
                var value = column < depth + limit ? rows[row - width + column] + 1 : beyond
                if column > 0 {
                    let substitution: UInt8 = pattern[column - 1] == path[depth - 1] ? 0 : 1
                    value = min(value, rows[row - width + column - 1] + substitution)
                    value = min(value, rows[row + column - 1] + 1)
                    if column > 1, depth > 1, pattern[column - 1] == path[depth - 2],
                        pattern[column - 2] == path[depth - 1]
                    {
                        value = min(value, rows[row - 2 * width + column - 2] + 1)
                    }
                }
                rows[row + column] = min(value, beyond)
                least = min(least, rows[row + column])
            }
            if high + 1 < width { rows[row + high + 1] = beyond }
            return Int(least)
        }
    }
}
