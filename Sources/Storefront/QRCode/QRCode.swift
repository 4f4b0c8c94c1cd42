/// A text as a picture that telephones read: a QR code (ISO/IEC 18004) in byte mode with error correction M, which
/// survives the loss of 15 %. Versions 1 to 20 hold up to 666 bytes.
struct QRCode {
    /// Modules along one side.
    let size: Int
    private var modules: [Bool]
    /// Which modules are no data: they are not masked.
    private var isFixed: [Bool]

    /// `nil` for a text that is too long.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.smallest(for: bytes.count) else { return nil }
        size = version.size
        (modules, isFixed) = (Array(repeating: false, count: size * size), Array(repeating: false, count: size * size))
        drawPatterns(version)
        draw(version.codewords(of: bytes))
        let masked = (0..<8).map { mask in
            var code = self
            code.apply(mask: mask)
            return code
        }
        let best = masked.min { $0.unevenness < $1.unevenness }
        modules = best?.modules ?? masked[0].modules
    }

    /// Whether a module is dark.
    subscript(x: Int, y: Int) -> Bool { modules[y * size + x] }

    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        (modules[y * size + x], isFixed[y * size + x]) = (isDark, true)
    }
}

// MARK: What is the same in every code of a version (§6.3)

extension QRCode {
    private mutating func drawPatterns(_ version: QRVersion) {
        for index in 0..<size {
            fix(6, index, index.isMultiple(of: 2))
            fix(index, 6, index.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let places = version.alignments
        for x in places {
            for y in places where !isCorner(x, y, last: places.last ?? 0) { drawAlignment(x, y) }
        }
        drawFormat(mask: 0)
        drawVersion(version)
    }

    /// The three corners belong to the finders.
    private func isCorner(_ x: Int, _ y: Int, last: Int) -> Bool {
        (x == 6 && y == 6) || (x == 6 && y == last) || (x == last && y == 6)
    }

    private mutating func drawFinder(_ centreX: Int, _ centreY: Int) {
        for y in centreY - 4...centreY + 4 where (0..<size).contains(y) {
            for x in centreX - 4...centreX + 4 where (0..<size).contains(x) {
                let distance = max(abs(x - centreX), abs(y - centreY))
                fix(x, y, distance != 2 && distance != 4)
            }
        }
    }

    private mutating func drawAlignment(_ centreX: Int, _ centreY: Int) {
        for y in centreY - 2...centreY + 2 {
            for x in centreX - 2...centreX + 2 { fix(x, y, max(abs(x - centreX), abs(y - centreY)) != 1) }
        }
    }

    /// Fifteen bits, twice: level M is 00, then the mask, then a BCH code (§7.9).
    private mutating func drawFormat(mask: Int) {
        let bits = (mask << 10 | QRCode.remainder(of: mask, length: 10, by: 0x537)) ^ 0x5412
        for index in 0..<15 {
            let isDark = bits >> index & 1 == 1
            switch index {
            case 0..<6: fix(8, index, isDark)
            case 6, 7: fix(8, index + 1, isDark)
            case 8: fix(7, 8, isDark)
            default: fix(14 - index, 8, isDark)
            }
            if index < 8 { fix(size - 1 - index, 8, isDark) } else { fix(8, size - 15 + index, isDark) }
        }
        fix(8, size - 8, true)
    }

    /// Eighteen bits, twice, from version 7 on (§7.10).
    private mutating func drawVersion(_ version: QRVersion) {
        guard version.number >= 7 else { return }
        let bits = version.number << 12 | QRCode.remainder(of: version.number, length: 12, by: 0x1F25)
        for index in 0..<18 {
            let (a, b) = (size - 11 + index % 3, index / 3)
            fix(a, b, bits >> index & 1 == 1)
            fix(b, a, bits >> index & 1 == 1)
        }
    }

    private static func remainder(of value: Int, length: Int, by divisor: Int) -> Int {
        (0..<length).reduce(value) { rest, _ in rest << 1 ^ (rest >> (length - 1)) * divisor }
    }
}

// MARK: The data (§7.7) and its mask (§7.8)

extension QRCode {
    /// Two columns at a time, from the right, up and down in turn.
    private mutating func draw(_ codewords: [UInt8]) {
        var bit = 0
        for pair in 0..<(size - 1) / 2 {
            // Column 6 is the timing pattern's.
            let right = size - 1 - 2 * pair - (size - 1 - 2 * pair <= 6 ? 1 : 0)
            for step in 0..<size {
                let y = pair.isMultiple(of: 2) ? size - 1 - step : step
                for x in [right, right - 1] where !isFixed[y * size + x] && bit < codewords.count * 8 {
                    modules[y * size + x] = codewords[bit / 8] >> (7 - bit % 8) & 1 == 1
                    bit += 1
                }
            }
        }
    }

    private mutating func apply(mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !isFixed[y * size + x] && QRCode.isFlipped(x, y, by: mask) {
                modules[y * size + x].toggle()
            }
        }
        drawFormat(mask: mask)
    }

    private static func isFlipped(_ x: Int, _ y: Int, by mask: Int) -> Bool {
        switch mask {
        case 0: (x + y).isMultiple(of: 2)
        case 1: y.isMultiple(of: 2)
        case 2: x.isMultiple(of: 3)
        case 3: (x + y).isMultiple(of: 3)
        case 4: (x / 3 + y / 2).isMultiple(of: 2)
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3).isMultiple(of: 2)
        default: ((x + y) % 2 + x * y % 3).isMultiple(of: 2)
        }
    }

    /// Long runs and squares of one colour are hard to read: the first two of the standard's four rules. Any mask makes a
    /// valid code.
    private var unevenness: Int {
        var penalty = 0
        for line in 0..<size {
            penalty += QRCode.runs((0..<size).map { self[$0, line] }) + QRCode.runs((0..<size).map { self[line, $0] })
        }
        for y in 1..<size {
            for x in 1..<size
            where self[x, y] == self[x - 1, y] && self[x, y] == self[x, y - 1] && self[x, y] == self[x - 1, y - 1] {
                penalty += 3
            }
        }
        return penalty
    }

    private static func runs(_ line: [Bool]) -> Int {
        var (penalty, length) = (0, 1)
        for index in 1..<line.count {
            length = line[index] == line[index - 1] ? length + 1 : 1
            if length >= 5 { penalty += length == 5 ? 3 : 1 }
        }
        return penalty
    }
}

extension QRCode {
    /// Dark on light in both colour schemes, as cameras want it, with the four empty modules around that the standard asks
    /// for.
    var svg: String {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                let start = x
                while x < size, self[x, y] { x += 1 }
                if x > start { path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z" }
                x += 1
            }
        }
        let side = size + 8
        return
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(side) \(side)\" shape-rendering=\"crispEdges\">"
            + "<path fill=\"#fff\" d=\"M0 0h\(side)v\(side)h-\(side)z\"/><path fill=\"#000\" d=\"\(path)\"/></svg>"
    }
}
