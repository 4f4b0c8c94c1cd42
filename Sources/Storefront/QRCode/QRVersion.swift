/// A size of QR codes: how many bytes fit in, and how they are protected (ISO/IEC 18004 §7.5, table 9, level M).
struct QRVersion {
    let number: Int
    /// Codewords of correction in each block, and blocks.
    private let correction: (length: Int, blocks: Int)

    private static let all: [(length: Int, blocks: Int)] = [
        (10, 1), (16, 1), (26, 1), (18, 2), (24, 2), (16, 4), (18, 4), (22, 4), (22, 5), (26, 5), (30, 5), (22, 8),
        (22, 9), (24, 9), (24, 10), (28, 10), (28, 11), (26, 13), (26, 14), (26, 16),
    ]

    /// The smallest that holds so many bytes.
    static func smallest(for count: Int) -> QRVersion? {
        all.indices.lazy.map { QRVersion(number: $0 + 1, correction: all[$0]) }.first { $0.capacity >= count }
    }

    /// Modules along one side.
    var size: Int { 17 + 4 * number }

    /// Where the centres of the small squares are, in both directions (annex E).
    var alignments: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = (number * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    /// All codewords: the modules that no pattern takes, by eight.
    private var total: Int {
        var modules = (16 * number + 128) * number + 64
        let count = number > 1 ? number / 7 + 2 : 0
        if count > 0 { modules -= (25 * count - 10) * count - 55 }
        if number >= 7 { modules -= 36 }
        return modules / 8
    }

    private var dataLength: Int { total - correction.length * correction.blocks }
    private var lengthBits: Int { number < 10 ? 8 : 16 }
    private var capacity: Int { (dataLength * 8 - 4 - lengthBits) / 8 }

    /// The bytes with their header, filled up, in blocks with their correction, woven into one another (§7.4, §7.6).
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        let blocks = split(filled(bytes))
        let corrections = blocks.map { ReedSolomon.correction(of: $0, length: correction.length) }
        return QRVersion.woven(blocks) + QRVersion.woven(corrections)
    }

    private func filled(_ bytes: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) { bits += (0..<count).map { value >> (count - 1 - $0) & 1 == 1 } }
        append(0b0100, 4)
        append(bytes.count, lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        bits += Array(repeating: false, count: min(4, dataLength * 8 - bits.count))
        bits += Array(repeating: false, count: (8 - bits.count % 8) % 8)
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        data += (0..<dataLength - data.count).map { $0.isMultiple(of: 2) ? 0xEC : 0x11 }
        return data
    }

    /// The last blocks are one longer where it does not come out even.
    private func split(_ data: [UInt8]) -> [[UInt8]] {
        let (length, longer) = data.count.quotientAndRemainder(dividingBy: correction.blocks)
        var rest = data[...]
        return (0..<correction.blocks).map { index in
            let block = rest.prefix(length + (index >= correction.blocks - longer ? 1 : 0))
            rest = rest.dropFirst(block.count)
            return Array(block)
        }
    }

    private static func woven(_ blocks: [[UInt8]]) -> [UInt8] {
        (0..<(blocks.map(\.count).max() ?? 0)).flatMap { index in
            blocks.compactMap { index < $0.count ? $0[index] : nil }
        }
    }
}

/// Reed-Solomon codes over the field of 256 elements with the polynomial 0x11D, as QR codes use them (§7.5, annex A).
enum ReedSolomon {
    /// The remainder of the data, shifted by `length`, divided by the product of all `x − 2ⁱ`.
    static func correction(of data: [UInt8], length: Int) -> [UInt8] {
        let divisor = divisor(length)
        return data.reduce(Array(repeating: 0, count: length)) { rest, byte in
            let factor = byte ^ rest[0]
            return zip(rest.dropFirst() + [0], divisor).map { $0 ^ product($1, factor) }
        }
    }

    /// Its coefficients from the highest on, without the first, which is one.
    private static func divisor(_ length: Int) -> [UInt8] {
        var (coefficients, root) = ([UInt8](repeating: 0, count: length - 1) + [1], UInt8(1))
        for _ in 0..<length {
            coefficients = coefficients.indices.map { index in
                product(coefficients[index], root) ^ (index + 1 < length ? coefficients[index + 1] : 0)
            }
            root = product(root, 2)
        }
        return coefficients
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for bit in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7) * 0x11D
            result ^= Int(right) >> bit & 1 * Int(left)
        }
        return UInt8(result)
    }
}
