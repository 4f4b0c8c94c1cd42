/// One `Int64` per document, or none.
struct NumberColumn: Sendable {
    let values: Column<Int64>
    let present: Column<UInt64>
    private let bounds: Column<Int64>

    init(_ reader: inout SectionReader) throws(SnapshotError) {
        values = try reader.column(Int64.self)
        present = try reader.column(UInt64.self)
        bounds = try reader.column(Int64.self)
        guard present.count == (values.count + 63) / 64, bounds.count == 0 || bounds.count == 2 else { throw .corrupt }
        if let range { guard range.lowerBound <= range.upperBound else { throw .corrupt } }
    }

    /// From the smallest to the largest number; `nil` if no document has one.
    var range: (lowerBound: Int64, upperBound: Int64)? { bounds.count == 2 ? (bounds[0], bounds[1]) : nil }

    @inline(__always)
    subscript(document: UInt32) -> Int64? {
        present[Int(document >> 6)] >> UInt64(document & 63) & 1 == 1 ? values[document] : nil
    }
}

/// A ``NumberColumn`` in the making; documents come in order.
struct NumberColumnBuilder {
    private var values: [Int64] = []
    private var present: [UInt64] = []
    private var bounds: [Int64] = []

    mutating func append(_ value: Int64?) {
        if values.count % 64 == 0 { present.append(0) }
        if let value {
            present[present.count - 1] |= 1 << UInt64(values.count % 64)
            bounds = bounds.isEmpty ? [value, value] : [min(bounds[0], value), max(bounds[1], value)]
        }
        values.append(value ?? 0)
    }

    func write(to writer: inout SectionWriter) {
        writer.append(values)
        writer.append(present)
        writer.append(bounds)
    }
}
