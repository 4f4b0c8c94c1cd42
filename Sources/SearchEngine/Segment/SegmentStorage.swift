/// The bytes of a segment: a directory of sections and the sections, each aligned to eight bytes.
///
/// `@unchecked Sendable`: the bytes are written before `init` returns and never again, and are released only when
/// nobody refers to the storage any more.
final class SegmentStorage: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let release: @Sendable () -> Void

    /// Bytes that belong to something else, such as a mapped file that `release` keeps alive.
    init(borrowing bytes: UnsafeRawBufferPointer, release: @escaping @Sendable () -> Void) {
        self.bytes = bytes
        self.release = release
    }

    /// A copy of sections, laid out as in a file.
    init(sections: [[UInt8]]) {
        let layout = Self.layout(sections.map(\.count))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: layout.size, alignment: 64)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        buffer.storeBytes(of: UInt64(sections.count), as: UInt64.self)
        for (index, section) in sections.enumerated() {
            buffer.storeBytes(of: UInt64(layout.offsets[index]), toByteOffset: 8 + 16 * index, as: UInt64.self)
            buffer.storeBytes(of: UInt64(section.count), toByteOffset: 16 + 16 * index, as: UInt64.self)
            section.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: buffer[layout.offsets[index]...]).copyMemory(from: source)
            }
        }
        bytes = UnsafeRawBufferPointer(buffer)
        // Nobody else has the buffer any more: `bytes` only reads it, and it is freed once, by deinit.
        nonisolated(unsafe) let owned = buffer
        release = { owned.deallocate() }
    }

    deinit { release() }

    /// Eight spare bytes follow each section, so that bit-packed values may be read eight bytes at a time.
    private static func layout(_ sizes: [Int]) -> (offsets: [Int], size: Int) {
        var end = 8 + 16 * sizes.count
        let offsets = sizes.map { size in
            let offset = (end + 7) & ~7
            end = offset + size + 8
            return offset
        }
        return (offsets, (end + 7) & ~7)
    }
}

/// Hands out the sections of a storage in the order in which they were written, checking every bound.
struct SectionReader {
    private let storage: SegmentStorage
    private let count: Int
    private var next = 0

    init(_ storage: SegmentStorage) throws(SnapshotError) {
        guard storage.bytes.count >= 8 else { throw .truncated }
        let count = storage.bytes.load(as: UInt64.self)
        guard count <= 4096, storage.bytes.count >= 8 + 16 * Int(count) else { throw .corrupt }
        self.storage = storage
        self.count = Int(count)
    }

    mutating func column<Element: BitwiseCopyable>(_ type: Element.Type) throws(SnapshotError) -> Column<Element> {
        guard next < count else { throw .corrupt }
        let offset = storage.bytes.load(fromByteOffset: 8 + 16 * next, as: UInt64.self)
        let size = storage.bytes.load(fromByteOffset: 16 + 16 * next, as: UInt64.self)
        next += 1
        let limit = UInt64(storage.bytes.count)
        guard offset % 8 == 0, offset <= limit, size <= limit - offset, limit - offset - size >= 8,
            Int(size) % MemoryLayout<Element>.stride == 0, let base = storage.bytes.baseAddress
        else { throw .corrupt }
        let pointer = (base + Int(offset)).assumingMemoryBound(to: Element.self)
        return Column(pointer: pointer, count: Int(size) / MemoryLayout<Element>.stride)
    }

    mutating func table() throws(SnapshotError) -> ByteTable {
        let table = ByteTable(starts: try column(UInt64.self), bytes: try column(UInt8.self))
        guard table.starts.count > 0, table.starts[table.count] == UInt64(table.bytes.count) else { throw .corrupt }
        return table
    }
}

/// Collects sections in order.
struct SectionWriter {
    private(set) var sections: [[UInt8]] = []

    mutating func append<Element: BitwiseCopyable>(_ values: [Element]) {
        sections.append(values.withUnsafeBytes { Array($0) })
    }

    mutating func append(_ table: ByteTableBuilder) {
        append(table.starts)
        append(table.bytes)
    }
}

/// A ``ByteTable`` in the making.
struct ByteTableBuilder {
    private(set) var starts: [UInt64] = [0]
    private(set) var bytes: [UInt8] = []
    var count: Int { starts.count - 1 }

    mutating func append(_ string: some Sequence<UInt8>) {
        bytes.append(contentsOf: string)
        starts.append(UInt64(bytes.count))
    }
}
