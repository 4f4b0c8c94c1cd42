/// A document's payload without a copy: it points into the index, which stays alive as long as this does.
///
/// `@unchecked Sendable`: the storage is immutable and retained.
public struct StoredBytes: @unchecked Sendable, RandomAccessCollection {
    private let storage: SegmentStorage
    private let record: UnsafeBufferPointer<UInt8>
    private let fields: Int

    /// - Parameter record: See ``StoredFields``; it is not read before somebody wants the payload, since that is a wait
    ///   for memory for each hit.
    init(storage: SegmentStorage, record: UnsafeBufferPointer<UInt8>, fields: Int) {
        self.storage = storage
        self.record = record
        self.fields = fields
    }

    private var bytes: UnsafeBufferPointer<UInt8> { StoredFields.payload(of: record, fields: fields) }

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
