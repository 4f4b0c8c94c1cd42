/// Marks the words of a plan in the texts of a hit.
struct Highlighter {
    /// Bytes of context before the first match and of the whole snippet; cut at word boundaries.
    private static let lead = 40
    private static let window = 200

    private let terms: Set<[UInt8]>
    private var buffer = AnalysisBuffer()

    init(_ plan: QueryPlan) {
        let slots = plan.readings.flatMap(\.slots) + plan.widest.slots
        terms = Set(slots.flatMap { $0.alternatives.map(\.term) })
    }

    /// The snippet of a text, or `nil` when nothing in it was found.
    mutating func snippet(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        Analyzer.analyze(text, into: &buffer)
        var marked = [Bool](repeating: false, count: buffer.tokens.tokens.count)
        for term in buffer.terms where terms.contains(Array(buffer.bytes[term.bytes])) {
            for token in term.token..<min(term.token + term.span, marked.count) { marked[token] = true }
        }
        guard let first = marked.firstIndex(of: true) else { return nil }
        return render(text, marked, from: first)
    }

    private func render(_ text: UnsafeBufferPointer<UInt8>, _ marked: [Bool], from first: Int) -> String {
        let tokens = buffer.tokens.tokens
        let anchor = tokens[first].source.lowerBound - Self.lead
        let start = anchor <= 0 ? 0 : tokens.first { $0.source.lowerBound >= anchor }?.source.lowerBound ?? 0
        let inside = tokens.last { $0.source.upperBound <= start + Self.window }?.source.upperBound
        let end = text.count <= start + Self.window ? text.count : max(inside ?? 0, tokens[first].source.upperBound)
        var html = start > 0 ? "…" : ""
        var position = start
        for (index, token) in tokens.enumerated() where marked[index] {
            guard token.source.lowerBound >= position, token.source.upperBound <= end else { continue }
            Self.escape(text[position..<token.source.lowerBound], into: &html)
            html += "<mark>"
            Self.escape(text[token.source], into: &html)
            html += "</mark>"
            position = token.source.upperBound
        }
        Self.escape(text[position..<end], into: &html)
        return end < text.count ? html + "…" : html
    }

    private static func escape(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, into html: inout String) {
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(scalar)
            }
        }
    }
}
