import CPostgres
import Kernel

/// The values of one statement in the form that libpq sends: text with NUL behind each, bytes as they are.
///
/// Types are not declared, so the server infers the column's own (uuid, timestamptz, jsonb). One buffer serves all
/// statements of a connection.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    /// Where each value begins; -1 is NULL.
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// The protocol counts parameters with 16 bits.
    private static let limit = 65_535

    /// Refuses what could not arrive whole, before anything is sent: C strings end at NUL.
    static func check(_ values: [SQLValue], of statement: String) throws {
        guard values.count <= limit else {
            throw DatabaseError.statement(statement, message: "\(values.count) values; \(limit) is the most")
        }
        for (index, value) in values.enumerated() {
            guard case .text(let text) = value, text.utf8.containsNUL else { continue }
            throw DatabaseError.statement(statement, message: "text value \(index + 1) holds NUL")
        }
    }

    mutating func fill(_ values: [SQLValue]) {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        switch value {
        case .null: add(offset: -1, length: 0)
        case .integer(let integer): append(String(integer).utf8)
        case .real(let real): append("\(real)".utf8)
        case .text(let text): append(text.utf8)
        case .bytes(let bytes): append(bytes, isBinary: true)
        case .bool(let bool): append(CollectionOfOne(UInt8(ascii: bool ? "t" : "f")))
        case .uuid(let high, let low): append(ID<Void>(high: high, low: low).description.utf8)
        case .timestamp(let timestamp): append(timestamp.description.utf8)
        }
    }

    private mutating func append(_ content: some Collection<UInt8>, isBinary: Bool = false) {
        let offset = bytes.count
        bytes.append(contentsOf: content)
        add(offset: offset, length: bytes.count - offset, isBinary: isBinary)
        bytes.append(0)
    }

    private mutating func add(offset: Int, length: Int, isBinary: Bool = false) {
        offsets.append(offset)
        lengths.append(Int32(length))
        formats.append(isBinary ? 1 : 0)
    }

    /// What libpq wants: how many values, where they are, their lengths (read for bytes only) and their formats.
    typealias Send = (
        Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Int32

    func send(_ send: Send) -> Int32 {
        bytes.withUnsafeBytes { raw in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: offsets.count) { pointers in
                for (index, offset) in offsets.enumerated() {
                    let start = offset < 0 ? nil : raw.baseAddress?.advanced(by: offset)
                    pointers.initializeElement(at: index, to: start?.assumingMemoryBound(to: CChar.self))
                }
                return send(Int32(offsets.count), UnsafePointer(pointers.baseAddress), lengths, formats)
            }
        }
    }
}

extension String.UTF8View {
    /// Compares eight bytes at a time where the text is stored in one piece, as nearly all text is.
    fileprivate var containsNUL: Bool {
        withContiguousStorageIfAvailable { $0.contains(0) } ?? contains(0)
    }
}
