import Foundation

/// The identity of an `Entity`: a UUID version 7 (RFC 9562), so that ids made later sort later.
///
/// The type parameter keeps a category's id from being passed where a product's is meant.
package struct ID<Entity>: Hashable, Sendable {
    /// The first eight bytes, big-endian: 48 bits of Unix milliseconds, the version and 12 random bits.
    package let high: UInt64
    /// The last eight bytes, big-endian: the variant and 62 random bits.
    package let low: UInt64

    /// An id from its sixteen bytes, big-endian, as two halves. Any bits are taken: ids may come from elsewhere.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new id, unique without asking anybody: 74 random bits within its millisecond.
    package init(at moment: Timestamp = WallClock.system.now) {
        var random = SystemRandomNumberGenerator()
        self.init(at: moment, using: &random)
    }

    /// A new id whose random bits come from `generator`: reproducible in demos and tests.
    package init(at moment: Timestamp, using generator: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(bitPattern: moment.microseconds / 1000) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | 0x7000 | generator.next() & 0xFFF
        low = 0x8000_0000_0000_0000 | generator.next() & 0x3FFF_FFFF_FFFF_FFFF
    }
}

extension ID: Comparable {
    /// The order of the bytes, which is the order of making to the millisecond.
    package static func < (left: ID, right: ID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension ID: LosslessStringConvertible {
    /// Reads the 36-character form in either case; `nil` for anything else.
    package init?(_ text: String) {
        var text = text
        guard let id = text.withUTF8({ ID($0) }) else { return nil }
        self = id
    }

    /// The sixteen bytes that the characters of a form spell, whatever their case.
    private init?(_ characters: UnsafeBufferPointer<UInt8>) {
        guard characters.count == 36 else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for index in 0..<36 {
            let character = characters[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let value = character.hexadecimalValue else { return nil }
            if digits < 16 { halves.0 = halves.0 << 4 | value } else { halves.1 = halves.1 << 4 | value }
            digits += 1
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// The 36-character form in lower case: `01890a5d-ac96-774b-bcce-b302099a8057`.
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let half = digit < 16 ? high : low
                let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - digit % 16 * 4) & 0xF)
                buffer[position] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
                position += 1
            }
            return position
        }
    }
}

extension UInt8 {
    /// The value of this byte as a hexadecimal digit in ASCII; `nil` when it is none.
    fileprivate var hexadecimalValue: UInt64? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
