/// Finds a string of a table by its hash. A binary search of a million terms waits for memory twenty times, this
/// mostly twice, and once for a term that is not there: a byte of the hash beside each place tells the two apart.
struct HashIndex: Sendable {
    /// 0 for an empty place, else a byte of the hash that is not 0.
    private let tags: Column<UInt8>
    /// The index of the string that lies at the place.
    private let places: Column<UInt32>

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        tags = try reader.column(UInt8.self)
        places = try reader.column(UInt32.self)
        guard tags.count == places.count, tags.count > 0, tags.count & (tags.count - 1) == 0 else { throw .corrupt }
    }

    /// The index of a string of the table that this is an index of.
    func index(of key: UnsafeBufferPointer<UInt8>, in table: ByteTable) -> Int? {
        let hash = Self.hash(key)
        let mask = tags.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        for _ in 0...mask {
            let tag = tags[place]
            if tag == 0 { return nil }
            if tag == Self.tag(hash) {
                let index = Int(places[place])
                if ByteOrder.compare(table[index], key) == 0 { return index }
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Writes the index of a finished table, at most four fifths full.
    static func write(_ table: ByteTableBuilder, to writer: inout SectionWriter) {
        var size = 8
        while size * 4 < table.count * 5 { size *= 2 }
        var tags = [UInt8](repeating: 0, count: size)
        var places = [UInt32](repeating: 0, count: size)
        table.bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<table.count {
                let range = Int(table.starts[index])..<Int(table.starts[index + 1])
                let hash = Self.hash(UnsafeBufferPointer(rebasing: bytes[range]))
                var place = Int(truncatingIfNeeded: hash) & (size - 1)
                while tags[place] != 0 { place = (place + 1) & (size - 1) }
                tags[place] = Self.tag(hash)
                places[place] = UInt32(index)
            }
        }
        writer.append(tags)
        writer.append(places)
    }

    private static func tag(_ hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash >> 56) | 1 }

    /// FNV-1a, stirred so that the low bits and the high byte depend on all of it.
    @inline(__always)
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ (hash >> 29)
    }
}
