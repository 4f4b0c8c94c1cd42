import Kernel

/// Documents of every shape, for properties.
struct RandomJSON {
    var generator: SeededGenerator

    mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2, 3: .number(number())
        case 4: .string(text())
        case 5: .array((0..<count()).map { _ in value(depth: depth - 1) })
        default: .object(members(depth: depth - 1))
        }
    }

    mutating func text() -> String {
        var text = ""
        for _ in 0..<count() {
            let limit: UInt32 = [0x20, 0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &generator) ?? 0x80
            let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) ?? "\\"
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    private mutating func members(depth: Int) -> [JSONValue.Member] {
        var names: Set<String> = []
        var members: [JSONValue.Member] = []
        for _ in 0..<count() {
            let name = text()
            if names.insert(name).inserted { members.append(JSONValue.Member(name, value(depth: depth))) }
        }
        return members
    }

    private mutating func number() -> String {
        let sign = Bool.random(using: &generator) ? "-" : ""
        let whole = String(UInt32.random(in: 0...100_000, using: &generator))
        let fraction = Bool.random(using: &generator) ? "." + digits() : ""
        let marks = ["", "e", "E", "e-", "E+"]
        let mark = marks.randomElement(using: &generator) ?? ""
        return sign + whole + fraction + (mark.isEmpty ? "" : mark + digits())
    }

    private mutating func digits() -> String {
        (0...count()).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
    }

    private mutating func count() -> Int {
        Int.random(in: 0...5, using: &generator)
    }
}

extension JSONValue {
    /// The document as the writer writes it.
    var written: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The document in that text.
    init(_ text: String) throws {
        try self.init(parsing: Array(text.utf8))
    }
}
