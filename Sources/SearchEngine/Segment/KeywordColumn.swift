/// The values of a keyword or path field: a sorted dictionary and each document's ordinals in it.
struct KeywordColumn: Sendable {
    /// Encoded values, see ``KeywordKey``.
    let values: ByteTable
    /// Where the ordinals of each document begin.
    let starts: Column<UInt32>
    let ordinals: Column<UInt32>

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        values = try reader.table()
        starts = try reader.column(UInt32.self)
        ordinals = try reader.column(UInt32.self)
        guard starts.count > 0 else { throw .corrupt }
    }

    @inline(__always)
    func range(of document: UInt32) -> Range<Int> { Int(starts[document])..<Int(starts[document + 1]) }

    func ordinal(of key: [UInt8]) -> UInt32? {
        key.withUnsafeBufferPointer { values.index(of: $0) }.map { UInt32($0) }
    }

    /// The ordinals whose keys begin so: the members of a namespace.
    func ordinals(prefix: [UInt8]) -> Range<Int> {
        prefix.withUnsafeBufferPointer { values.range(prefix: $0) }
    }
}

/// How keywords become sortable byte strings: components end in 0, and bytes 0 and 1 inside them are escaped.
/// A path is a prefix of its descendants; a namespace's member is a prefix of its values.
enum KeywordKey {
    static func encode(_ components: [String]) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(components.reduce(0) { $0 + $1.utf8.count + 1 })
        for component in components {
            for byte in component.utf8 {
                if byte <= 1 { key.append(1) }
                key.append(byte <= 1 ? byte + 1 : byte)
            }
            key.append(0)
        }
        return key
    }

    static func decode(_ key: UnsafeBufferPointer<UInt8>) -> [String] {
        var components: [String] = []
        var start = 0
        var isEscaped = false
        for (index, byte) in key.enumerated() {
            if byte == 1 { isEscaped = true }
            guard byte == 0 else { continue }
            let component = UnsafeBufferPointer(rebasing: key[start..<index])
            components.append(isEscaped ? unescape(component) : String(decoding: component, as: UTF8.self))
            (start, isEscaped) = (index + 1, false)
        }
        return components
    }

    /// The last component.
    static func decodeLast(_ key: UnsafeBufferPointer<UInt8>) -> String {
        var start = max(0, key.count - 1)
        while start > 0, key[start - 1] != 0 { start -= 1 }
        let component = UnsafeBufferPointer(rebasing: key[start..<max(start, key.count - 1)])
        return component.contains(1) ? unescape(component) : String(decoding: component, as: UTF8.self)
    }

    private static func unescape(_ component: UnsafeBufferPointer<UInt8>) -> String {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in component {
            if byte == 1, !isEscaped {
                isEscaped = true
            } else {
                bytes.append(isEscaped ? byte - 1 : byte)
                isEscaped = false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A ``KeywordColumn`` in the making; documents come in order.
struct KeywordColumnBuilder {
    private var interner = ByteInterner()
    private var starts: [UInt32] = [0]
    private var ordinals: [UInt32] = []

    /// Adds a document with its keys, of which repeated ones count once.
    mutating func append(_ keys: [[UInt8]]) {
        let first = ordinals.count
        for key in keys {
            let ordinal = UInt32(interner.intern(key))
            if !ordinals[first...].contains(ordinal) { ordinals.append(ordinal) }
        }
        starts.append(UInt32(ordinals.count))
    }

    func write(to writer: inout SectionWriter) {
        let order = interner.sorted()
        var ranks = [UInt32](repeating: 0, count: order.count)
        var values = ByteTableBuilder()
        for (rank, index) in order.enumerated() {
            ranks[index] = UInt32(rank)
            values.append(interner.string(index))
        }
        var ranked = ordinals.map { ranks[Int($0)] }
        for (start, end) in zip(starts, starts.dropFirst()) where end - start > 1 {
            ranked[Int(start)..<Int(end)].sort()
        }
        writer.append(values)
        writer.append(starts)
        writer.append(ranked)
    }
}
