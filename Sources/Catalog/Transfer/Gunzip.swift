import CZlib

/// Inflates what a source of chunks gives, in pieces of at most 256 KiB however well it was compressed. Members that
/// follow one another are one text (RFC 1952 §2.2), as `cat a.gz b.gz` makes them.
package final class Gunzip {
    /// What is wrong with the data; everything in front of it was handed out.
    package private(set) var damage: String?

    private let source: () throws -> [UInt8]
    /// zlib keeps the stream's address in its state, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8]
    private var used = 0
    private var isBetweenMembers = false
    private var total = 0

    /// Inflates `beginning` and what `source` gives after it; an empty chunk is the end.
    package init(beginning: [UInt8], then source: @escaping () throws -> [UInt8]) {
        input = beginning
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        if souk_inflate_init(stream) != Z_OK { damage = "zlib could not be started" }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// The next bytes; empty at the end, and where the data is damaged.
    package func next() throws -> [UInt8] {
        while damage == nil {
            if used == input.count {
                (input, used) = (try source(), 0)
                guard !input.isEmpty else {
                    if !isBetweenMembers {
                        damage = "the gzip data ends too early, after \(total) bytes: it was cut off"
                    }
                    return []
                }
            }
            guard !isBetweenMembers || beginMember() else { continue }
            let output = step()
            if !output.isEmpty { return output }
        }
        return []
    }

    /// Whether another member begins; zeros behind the last one are padding, as tape archives have it.
    private func beginMember() -> Bool {
        while used < input.count, input[used] == 0 { used += 1 }
        guard used < input.count else { return false }
        guard input[used] == 0x1F else {
            damage = "something that is no gzip data stands behind its end"
            return false
        }
        isBetweenMembers = false
        inflateReset(stream)
        return true
    }

    private func step() -> [UInt8] {
        var result = Z_OK
        let output = input.withUnsafeMutableBufferPointer { input in
            Array<UInt8>(unsafeUninitializedCapacity: InputFile.chunkSize) { buffer, count in
                stream.pointee.next_in = input.baseAddress.map { $0 + used }
                stream.pointee.avail_in = UInt32(input.count - used)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(buffer.count)
                result = inflate(stream, Z_NO_FLUSH)
                count = buffer.count - Int(stream.pointee.avail_out)
            }
        }
        used = input.count - Int(stream.pointee.avail_in)
        total += output.count
        note(result)
        return output
    }

    private func note(_ result: Int32) {
        switch result {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isBetweenMembers = true
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
            damage = "the gzip data is damaged after \(total) bytes (\(reason))"
        }
    }
}
