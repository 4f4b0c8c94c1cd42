/// Writes messages of Protocol Buffers (protobuf.dev/programming-guides/encoding), as much of them as OTLP's traces need.
///
/// Fields with their default value are left out, as proto3 does, but for the values of a `oneof`, which say which it is.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    /// A field that is a message. Its length is known when it has been written, so it is put before it then: one byte
    /// for most of them.
    mutating func message(_ field: UInt64, _ body: (inout ProtobufWriter) -> Void) {
        tag(field, .lengthDelimited)
        let start = bytes.count
        body(&self)
        bytes.insert(contentsOf: ProtobufWriter.varint(UInt64(bytes.count - start)), at: start)
    }

    /// `string`
    mutating func text(_ field: UInt64, _ text: String) {
        if !text.isEmpty { oneOf(field, text) }
    }

    /// `bytes` that are big-endian numbers: the ids of traces and spans.
    mutating func bigEndian(_ field: UInt64, _ numbers: UInt64...) {
        tag(field, .lengthDelimited)
        append(varint: UInt64(numbers.count * 8))
        for number in numbers { append(number.bigEndian) }
    }

    /// `uint32`, `enum`
    mutating func integer(_ field: UInt64, _ value: Int) {
        guard value != 0 else { return }
        oneOf(field, Int64(value))
    }

    mutating func fixed64(_ field: UInt64, _ value: UInt64) {
        tag(field, .fixed64)
        append(value.littleEndian)
    }

    mutating func fixed32(_ field: UInt64, _ value: UInt32) {
        tag(field, .fixed32)
        append(value.littleEndian)
    }

    mutating func oneOf(_ field: UInt64, _ text: String) {
        tag(field, .lengthDelimited)
        append(varint: UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func oneOf(_ field: UInt64, _ bool: Bool) {
        tag(field, .varint)
        append(varint: bool ? 1 : 0)
    }

    /// `int64`: negative ones have all ten bytes.
    mutating func oneOf(_ field: UInt64, _ integer: Int64) {
        tag(field, .varint)
        append(varint: UInt64(bitPattern: integer))
    }

    mutating func oneOf(_ field: UInt64, _ double: Double) {
        fixed64(field, double.bitPattern)
    }

    private mutating func tag(_ field: UInt64, _ type: WireType) {
        append(varint: field << 3 | type.rawValue)
    }

    private mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(varint: value)
        return writer.bytes
    }
}
