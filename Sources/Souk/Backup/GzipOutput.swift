import CZlib

/// Compresses what it is given and hands it on, in pieces of at most 256 KiB.
final class GzipOutput {
    private let sink: ([UInt8]) throws -> Void
    /// zlib keeps the stream's address in its state, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private static let pieceSize = 256 << 10

    /// Hands the compressed bytes to `sink`.
    init(to sink: @escaping ([UInt8]) throws -> Void) throws {
        self.sink = sink
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard souk_gzip_init(stream) == Z_OK else { throw BackupError.target("zlib could not be started") }
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    func write(_ bytes: [UInt8]) throws {
        try deflateAll(bytes, Z_NO_FLUSH)
    }

    /// Writes what is left; nothing may be written after it.
    func finish() throws {
        try deflateAll([], Z_FINISH)
    }

    private func deflateAll(_ bytes: [UInt8], _ flush: Int32) throws {
        var input = bytes
        try input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var output: [UInt8]
            repeat {
                output = deflateOnce(flush)
                if !output.isEmpty { try sink(output) }
                // A piece that is not full means that zlib has nothing more to give.
            } while output.count == GzipOutput.pieceSize
        }
    }

    private func deflateOnce(_ flush: Int32) -> [UInt8] {
        Array(unsafeUninitializedCapacity: GzipOutput.pieceSize) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            deflate(stream, flush)
            count = buffer.count - Int(stream.pointee.avail_out)
        }
    }
}
