/// The text of a source, inflated where it is gzip, through a window that its reader widens and moves on.
final class InputBuffer {
    /// The window: what was read and not yet dropped.
    private(set) var bytes: [UInt8] = []
    /// Where the reader stands in it.
    private(set) var start = 0
    /// Whether nothing more will come.
    private(set) var isAtEnd = false

    private let file: InputFile
    private let gunzip: Gunzip?
    private var firstChunk: [UInt8]?

    /// - Throws: `TransferError.cannotRead`.
    init(_ source: ImportSource) throws {
        let file = try InputFile(source)
        var beginning = try file.next()
        // A pipe may hand out single bytes; gzip is known by two, a byte-order mark by three.
        while beginning.count < 3, case let more = try file.next(), !more.isEmpty { beginning += more }
        self.file = file
        if beginning.starts(with: [0x1F, 0x8B]) {
            gunzip = Gunzip(beginning: beginning) { try file.next() }
        } else {
            (gunzip, firstChunk) = (nil, beginning)
        }
        while bytes.count < 3, try widen() {}
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { advance(to: 3) }
    }

    /// Bytes of the source that were read, and how many there are; `nil` for a pipe.
    var progress: (read: Int, total: Int?) { (file.position, file.size) }

    /// What is wrong with the source behind the bytes that it gave.
    var damage: String? { gunzip?.damage }

    /// Reads more behind the window's end.
    /// - Returns: whether there was more.
    func widen() throws -> Bool {
        guard !isAtEnd else { return false }
        let chunk = try nextChunk()
        isAtEnd = chunk.isEmpty
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes += chunk
        return !isAtEnd
    }

    /// Drops everything in front of `position`.
    func advance(to position: Int) {
        start = position
    }

    private func nextChunk() throws -> [UInt8] {
        if let gunzip { return try gunzip.next() }
        if let chunk = firstChunk {
            firstChunk = nil
            return chunk
        }
        return try file.next()
    }
}
