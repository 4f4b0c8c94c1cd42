/// Packs small integers into as many bits as the largest of them needs (Lemire and Boytsov 2015, scalar form).
enum BitPacking {
    static func width(of largest: UInt32) -> Int { 32 - largest.leadingZeroBitCount }

    static func append(_ values: ArraySlice<UInt32>, width: Int, to bytes: inout [UInt8]) {
        var pending: UInt64 = 0
        var bits = 0
        for value in values {
            pending |= UInt64(value) << UInt64(bits)
            bits += width
            while bits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                bits -= 8
            }
        }
        if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    }

    static func size(count: Int, width: Int) -> Int { (count * width + 7) / 8 }

    /// One of the packed values. Reads eight bytes: storage keeps as many spare bytes behind every section.
    @inline(__always)
    static func value(_ source: UnsafePointer<UInt8>, width: Int, at index: Int) -> UInt32 {
        let bit = index &* width
        let word = UnsafeRawPointer(source).loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
        return UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & ((UInt64(1) << UInt64(width)) &- 1))
    }

    /// All of the packed values; reads as ``value(_:width:at:)`` does.
    @inline(__always)
    static func unpack(
        _ source: UnsafePointer<UInt8>, width: Int, count: Int, into target: UnsafeMutablePointer<UInt32>
    ) {
        let raw = UnsafeRawPointer(source)
        let mask = (UInt64(1) << UInt64(width)) &- 1
        var bit = 0
        for index in 0..<count {
            let word = raw.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
            target[index] = UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
            bit &+= width
        }
    }

    /// The ascending numbers whose gaps were packed: each is its gap above the one before it plus one.
    @inline(__always)
    static func unpackGaps(
        _ source: UnsafePointer<UInt8>, width: Int, count: Int, from first: UInt32,
        into target: UnsafeMutablePointer<UInt32>
    ) {
        let raw = UnsafeRawPointer(source)
        let mask = (UInt64(1) << UInt64(width)) &- 1
        var bit = 0
        var next = first
        for index in 0..<count {
            let word = raw.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
            next &+= UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
            target[index] = next
            next &+= 1
            bit &+= width
        }
    }
}
