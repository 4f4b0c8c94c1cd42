/// Numbers distinct byte strings in the order of their first appearance (open addressing, FNV-1a).
struct ByteInterner {
    private(set) var strings = ByteTableBuilder()
    private var slots = [UInt32](repeating: 0, count: 1024)
    private var hashes: [UInt32] = []

    var count: Int { strings.count }

    mutating func intern(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        if strings.count * 2 >= slots.count { grow() }
        let hash = Self.hash(key)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if hashes[index] == hash && equals(index, key) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        strings.append(key)
        hashes.append(hash)
        slots[slot] = UInt32(strings.count)
        return strings.count - 1
    }

    mutating func intern(_ key: [UInt8]) -> Int { key.withUnsafeBufferPointer { intern($0) } }

    /// The numbers in the order of their strings.
    func sorted() -> [Int] {
        strings.bytes.withUnsafeBufferPointer { bytes in
            (0..<count).sorted { ByteOrder.compare(slice($0, bytes), slice($1, bytes)) < 0 }
        }
    }

    func string(_ index: Int) -> ArraySlice<UInt8> {
        strings.bytes[Int(strings.starts[index])..<Int(strings.starts[index + 1])]
    }

    private func slice(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(strings.starts[index])..<Int(strings.starts[index + 1])])
    }

    @inline(__always)
    private func equals(_ index: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        strings.bytes.withUnsafeBufferPointer { ByteOrder.compare(slice(index, $0), key) == 0 }
    }

    @inline(__always)
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 29))
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }
}
