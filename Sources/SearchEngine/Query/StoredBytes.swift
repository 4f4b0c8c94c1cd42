/// A document's payload without a copy: it points into the index, which stays alive as long as this does.
///
/// `@unchecked Sendable`: the storage is immutable and retained.
public struct StoredBytes: @unchecked Sendable, RandomAccessCollection {
    private let storage: SegmentStorage
    private let bytes: UnsafeBufferPointer<UInt8>

    init(storage: SegmentStorage, bytes: UnsafeBufferPointer<UInt8>) {
        self.storage = storage
        self.bytes = bytes
    }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of bytes.
    public var endIndex: Int { bytes.count }
    /// One byte; an index outside traps, as with an array.
    public subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < bytes.count)
        return bytes[position]
    }

    /// Gives the bytes as memory for the time of the call.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) { try body(UnsafeRawBufferPointer(bytes)) }
    }

    /// Lets `Array(stored)` copy all at once.
    public func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        try withExtendedLifetime(storage) { try body(bytes) }
    }
}
