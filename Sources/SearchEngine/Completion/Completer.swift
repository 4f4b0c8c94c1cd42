/// Completes the last word of what was typed, among the documents that have the words before it.
struct Completer {
    let state: IndexState
    let schema: Schema
    let settings: SearchSettings
    var scratch: SearchScratch

    mutating func complete(_ text: String, limit: Int) -> [Completion] {
        let limit = min(max(0, limit), 100)
        let found = candidates(text, limit: limit)
        guard found.count < limit else { return found }
        guard let corrected = found.isEmpty ? correct(text) : respell(text) else { return found }
        let others = candidates(corrected, limit: limit).filter { other in
            !found.contains { $0.isSameText(as: other) }
        }
        return found + others.prefix(limit - found.count)
    }

    private mutating func candidates(_ text: String, limit: Int) -> [Completion] {
        let (head, prefix) = split(text)
        guard !prefix.isEmpty else { return [] }
        var found: [Completion] = []
        for source in schema.completions {
            switch source {
            case .title: continue
            case .keyword(let field, let kind):
                guard let (column, _) = schema.keywordColumn(for: field) else { continue }
                found += values(column, head: head, prefix: prefix, kind: kind)
            case .path(let field, let kind):
                guard let column = schema.pathColumn(for: field) else { continue }
                found += values(column, head: head, prefix: prefix, kind: kind)
            }
        }
        found += words(head, prefix, limit: limit)
        let best = ranked(found, limit: limit)
        // All of these lead to one document at least, and a title scores below one: there is room for titles or not.
        return best.count >= limit ? best : ranked(found + titles(text, limit: limit), limit: limit)
    }

    /// Best first; of the same text in several kinds the first source's stays.
    private func ranked(_ completions: [Completion], limit: Int) -> [Completion] {
        let order = completions.indices.sorted { left, right in
            let (a, b) = (completions[left].score, completions[right].score)
            return a != b ? a > b : left < right
        }
        var ranked: [Completion] = []
        for index in order where ranked.count < limit {
            let completion = completions[index]
            if state.rules.hides(completion.text) || ranked.contains(where: { $0.isSameText(as: completion) }) {
                continue
            }
            ranked.append(completion)
        }
        return ranked
    }

    /// The words before the last, as typed, and the last one folded.
    private func split(_ text: String) -> (head: String, prefix: [UInt8]) {
        let bytes = Array(text.utf8.prefix(max(0, settings.limits.queryBytes)))
        var buffer = TokenBuffer()
        bytes.withUnsafeBufferPointer { Tokenizer.tokenize($0, into: &buffer) }
        guard let last = buffer.tokens.last else { return ("", []) }
        let head = buffer.tokens.dropLast().map { String(decoding: buffer.bytes[$0.bytes], as: UTF8.self) }
        return (head.joined(separator: " "), Array(buffer.bytes[last.bytes]))
    }

    private mutating func words(_ head: String, _ prefix: [UInt8], limit: Int) -> [Completion] {
        let candidates = Vocabulary(state).words(prefix: prefix, limit: head.isEmpty ? limit : min(limit, 5))
        return candidates.compactMap { word, frequency in
            let text = (head.isEmpty ? "" : head + " ") + String(decoding: word, as: UTF8.self)
            let count = head.isEmpty ? (Vocabulary(state).isAlive(word) ? frequency : 0) : matches(text)
            return count > 0 ? Completion(text: text, kind: "query", score: Double(count)) : nil
        }
    }

    /// How many documents have all the words.
    private mutating func matches(_ text: String) -> Int {
        var run = SearchRun(Query(text, limit: 0), state: state, schema: schema, settings: settings)
        run.mayRelax = false
        let answer = run.run(&scratch)
        return answer.dropped.isEmpty ? answer.total : 0
    }

    /// The values of the best documents for what was typed.
    private mutating func titles(_ text: String, limit: Int) -> [Completion] {
        var titles: [Completion] = []
        for case .title(let field, let kind) in schema.completions {
            guard let ordinal = schema.text.firstIndex(where: { $0.name == field }) else { continue }
            let search = PrefixSearch(state: state, settings: settings, schema: schema)
            for hit in search.best(text, limit: min(limit, 10), &scratch) {
                let title = state.segments[Int(hit.segment)].segment.stored.text(hit.document, field: ordinal)
                // Titles lead to one document each: below one document, so that words with many come first.
                let score = Double(hit.score / (1 + hit.score))
                titles.append(Completion(text: String(decoding: title, as: UTF8.self), kind: kind, score: score))
            }
        }
        return titles
    }

    /// Keywords and path nodes with a word that begins so, such as brands.
    private func values(_ column: Int, head: String, prefix: [UInt8], kind: String) -> [Completion] {
        let wanted = Array(head.utf8) + (head.isEmpty ? [] : [UInt8(ascii: " ")]) + prefix
        var found = state.segments.first?.completions(column, prefix: wanted) ?? []
        if state.segments.count > 1 {
            let others = state.segments.dropFirst().flatMap { $0.completions(column, prefix: wanted) }
            let counts = Dictionary((found + others).map { ($0.text, $0.count) }, uniquingKeysWith: +)
            found = counts.map { CompletionTable.Value(text: $0.key, count: $0.value) }
        }
        found.sort { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
        return found.map { Completion(text: $0.text, kind: kind, score: Double($0.count)) }
    }

    /// The text with its last word replaced by the nearest word that the index knows.
    private func correct(_ text: String) -> String? {
        let (head, prefix) = split(text)
        let edits = forgivenEdits(prefix)
        guard edits > 0 else { return nil }
        let nearest = Vocabulary(state).nearest(to: prefix, edits: edits)
        let start = nearest ?? Vocabulary(state).prefixes(near: prefix)
        return start.map { joined(head, $0) }
    }

    /// The text with its last word replaced by a common word one edit away, if only rare words begin so: "canno" begins
    /// "cannot", and is more likely a slip of "canon".
    private func respell(_ text: String) -> String? {
        let (head, prefix) = split(text)
        guard forgivenEdits(prefix) > 0 else { return nil }
        let own = Vocabulary(state).words(prefix: prefix, limit: 1).first?.frequency ?? 0
        guard own > 0, own < settings.typos.rareBelow else { return nil }
        let spellings = Vocabulary(state).spellings(of: prefix, edits: 1).filter { spelling in
            spelling.frequency >= own * QueryPlanner.manyTimes && !spelling.word.starts(with: prefix)
                && !settings.isStopWord(spelling.word[...])
        }
        let best = Speller(state, context: []).choose(spellings, atMost: 1, least: 0).first
        return best.map { joined(head, $0.word) }
    }

    private func joined(_ head: String, _ word: [UInt8]) -> String {
        (head.isEmpty ? "" : head + " ") + String(decoding: word, as: UTF8.self)
    }

    /// How many edits are forgiven in the last word; none in one with digits.
    private func forgivenEdits(_ word: [UInt8]) -> Int {
        guard !word.contains(where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return 0 }
        return settings.typos.edits(forLetters: String(decoding: word, as: UTF8.self).unicodeScalars.count)
    }
}

extension Completion {
    /// Whether they read the same but for capitals. Nearly all differ in length, which is told at once.
    fileprivate func isSameText(as other: Completion) -> Bool {
        text.utf8.count == other.text.utf8.count && text.lowercased() == other.text.lowercased()
    }
}
