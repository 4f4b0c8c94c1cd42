/// The values that one field of an expression allows.
struct CronField: Hashable, Sendable {
    /// Bit n stands for the value n.
    private var bits: UInt64 = 0
    /// Whether it narrows the days down: it does not begin with `*`.
    let isRestricted: Bool

    /// What a field is about.
    enum Kind: String {
        case minute, hour, day, month, weekday

        /// Weekday 7 is Sunday too.
        var range: ClosedRange<Int64> {
            switch self {
            case .minute: 0...59
            case .hour: 0...23
            case .day: 1...31
            case .month: 1...12
            case .weekday: 0...7
            }
        }

        var names: [String] {
            switch self {
            case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
            default: []
            }
        }
    }

    init(_ text: Substring, _ kind: Kind) throws(InvalidCron) {
        isRestricted = !text.hasPrefix("*")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) { try add(part, kind, of: text) }
        guard kind == .weekday else { return }
        bits = (bits | bits >> 7) & 0x7F
    }

    func contains(_ value: Int64) -> Bool {
        bits >> UInt64(value) & 1 == 1
    }

    private mutating func add(_ part: Substring, _ kind: Kind, of text: Substring) throws(InvalidCron) {
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let range = CronField.range(pieces[0], kind) else { throw CronField.refusal(text, kind) }
        var step: Int64 = 1
        if pieces.count == 2 {
            let isRange = pieces[0] == "*" || pieces[0].contains("-")
            guard isRange, let number = CronField.number(pieces[1]), number > 0 else {
                throw CronField.refusal(text, kind)
            }
            step = number
        }
        for value in stride(from: range.lowerBound, through: range.upperBound, by: Int(step)) {
            bits |= 1 << UInt64(value)
        }
    }

    private static func range(_ text: Substring, _ kind: Kind) -> ClosedRange<Int64>? {
        // Not 0 to 7: a step would count Sunday twice.
        if text == "*" { return kind == .weekday ? 0...6 : kind.range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = value(ends[0], kind), var last = value(ends[ends.count - 1], kind) else {
            return nil
        }
        // `fri-sun`
        if kind == .weekday, last == 0, first > 0 { last = 7 }
        return first <= last ? first...last : nil
    }

    private static func value(_ text: Substring, _ kind: Kind) -> Int64? {
        if let index = kind.names.firstIndex(of: text.lowercased()) { return Int64(index) + kind.range.lowerBound }
        guard let number = number(text), kind.range.contains(number) else { return nil }
        return number
    }

    private static func number(_ text: Substring) -> Int64? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }

    private static func refusal(_ text: Substring, _ kind: Kind) -> InvalidCron {
        let range = "\(kind.range.lowerBound) to \(kind.range.upperBound)"
        let names = kind.names.isEmpty ? "" : " or \(kind.names[0]) to \(kind.names[kind.names.count - 1])"
        return InvalidCron(
            "The \(kind.rawValue) \"\(text)\" must be *, numbers from \(range)\(names), ranges a-b, and steps */n or "
                + "a-b/n, with commas between")
    }
}
