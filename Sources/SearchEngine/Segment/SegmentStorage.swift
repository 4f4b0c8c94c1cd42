/// The sections of a segment, each aligned to eight bytes and with eight spare bytes behind it, so that bit-packed
/// values may be read eight bytes at a time. In a file a directory stands before them.
///
/// `@unchecked Sendable`: the bytes are written before `init` returns and never again, and `owner` keeps them until
/// nobody refers to the storage any more.
final class SegmentStorage: @unchecked Sendable {
    let sections: [UnsafeRawBufferPointer]
    private let owner: AnyObject

    /// Sections that lie in something else, such as a mapped file, one behind the other as ``write(_:)`` writes them.
    init(_ bytes: UnsafeRawBufferPointer, in owner: AnyObject) throws(SnapshotError) {
        guard bytes.count >= 8 else { throw .truncated }
        let count = bytes.load(as: UInt64.self)
        guard count <= 4096, bytes.count >= 8 + 16 * Int(count) else { throw .corrupt }
        let limit = UInt64(bytes.count)
        var sections: [UnsafeRawBufferPointer] = []
        for index in 0..<Int(count) {
            let offset = bytes.load(fromByteOffset: 8 + 16 * index, as: UInt64.self)
            let size = bytes.load(fromByteOffset: 16 + 16 * index, as: UInt64.self)
            guard offset % 8 == 0, offset <= limit, size <= limit - offset, limit - offset - size >= 8 else {
                throw .corrupt
            }
            sections.append(UnsafeRawBufferPointer(rebasing: bytes[Int(offset)..<Int(offset + size)]))
        }
        (self.sections, self.owner) = (sections, owner)
    }

    /// Sections in memory of their own.
    init(_ writer: SectionWriter) {
        sections = writer.sections.map(\.bytes)
        owner = SectionOwner(writer.sections)
    }

    /// The size that ``write(_:)`` writes.
    var byteCount: Int { layout.size }

    /// Hands out the directory and the sections, to be written one behind the other.
    func write(_ part: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        let (offsets, size) = layout
        var directory = [UInt64(sections.count)]
        for (offset, section) in zip(offsets, sections) { directory += [UInt64(offset), UInt64(section.count)] }
        try directory.withUnsafeBytes(part)
        let padding = [UInt8](repeating: 0, count: 16)
        for (index, section) in sections.enumerated() {
            try part(section)
            let end = index + 1 < sections.count ? offsets[index + 1] : size
            try padding[..<(end - offsets[index] - section.count)].withUnsafeBytes(part)
        }
    }

    private var layout: (offsets: [Int], size: Int) {
        var end = 8 + 16 * sections.count
        let offsets = sections.map { section in
            let offset = (end + 7) & ~7
            end = offset + section.count + 8
            return offset
        }
        return (offsets, (end + 7) & ~7)
    }
}

/// Hands out the sections of a storage in the order in which they were written.
struct SectionReader {
    private let sections: [UnsafeRawBufferPointer]
    private var next = 0

    init(_ storage: SegmentStorage) { sections = storage.sections }

    mutating func column<Element: BitwiseCopyable>(_ type: Element.Type) throws(SnapshotError) -> Column<Element> {
        guard next < sections.count else { throw .corrupt }
        let section = sections[next]
        next += 1
        guard section.count % MemoryLayout<Element>.stride == 0, let base = section.baseAddress else { throw .corrupt }
        return Column(
            pointer: base.assumingMemoryBound(to: Element.self), count: section.count / MemoryLayout<Element>.stride)
    }

    mutating func table() throws(SnapshotError) -> ByteTable {
        let table = ByteTable(starts: try column(UInt64.self), bytes: try column(UInt8.self))
        guard table.starts.count > 0, table.starts[table.count] == UInt64(table.bytes.count) else { throw .corrupt }
        return table
    }
}

/// Collects sections in order.
struct SectionWriter {
    private(set) var sections: [SectionMemory] = []

    mutating func append<Element: BitwiseCopyable>(_ values: [Element]) {
        sections.append(values.withUnsafeBytes { SectionMemory($0) })
    }

    mutating func append(_ table: ByteTableBuilder) {
        append(table.starts)
        append(table.bytes)
    }
}

/// A copy of a section's bytes and eight spare ones.
///
/// `@unchecked Sendable`: nothing writes to the memory after `init`, and it is freed once, by `deinit`.
final class SectionMemory: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    init(_ source: UnsafeRawBufferPointer) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count + 8, alignment: 64)
        memory.copyMemory(from: source)
        memory[source.count...].initializeMemory(as: UInt8.self, repeating: 0)
        bytes = UnsafeRawBufferPointer(rebasing: memory[..<source.count])
    }

    deinit { bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0).deallocate() } }
}

/// Keeps sections alive.
private final class SectionOwner: Sendable {
    private let sections: [SectionMemory]

    init(_ sections: [SectionMemory]) { self.sections = sections }
}

/// A ``ByteTable`` in the making.
struct ByteTableBuilder {
    private(set) var starts: [UInt64] = [0]
    private(set) var bytes: [UInt8] = []
    var count: Int { starts.count - 1 }

    /// Makes room, so that a large table is not copied as it grows.
    mutating func reserve(_ count: Int, bytes: Int) {
        starts.reserveCapacity(count + 1)
        self.bytes.reserveCapacity(bytes)
    }

    mutating func append(_ string: some Sequence<UInt8>) {
        bytes.append(contentsOf: string)
        starts.append(UInt64(bytes.count))
    }
}
