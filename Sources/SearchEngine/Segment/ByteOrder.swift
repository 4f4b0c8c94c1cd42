import Glibc

/// The order of byte strings that dictionaries and document ids are sorted by.
enum ByteOrder {
    /// Below 0, 0 or above 0, as `memcmp`; a prefix comes first.
    @inline(__always)
    static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        let common = min(left.count, right.count)
        if common > 0, let a = left.baseAddress, let b = right.baseAddress {
            let order = memcmp(a, b, common)
            if order != 0 { return Int(order) }
        }
        return left.count - right.count
    }

    /// Whether one array sorts before another.
    static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.withUnsafeBufferPointer { a in right.withUnsafeBufferPointer { b in compare(a, b) < 0 } }
    }
}
