import Testing

@testable import Telemetry

@Suite struct ProtobufTests {
    @Test func `numbers have the bytes that the documentation of the format shows`() {
        var writer = ProtobufWriter()
        writer.integer(1, 150)
        writer.text(2, "testing")
        writer.message(3) { $0.integer(1, 150) }
        #expect(
            writer.bytes == [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [0x1A, 0x03, 0x08, 0x96, 0x01])
    }

    @Test func `lengths of every size are read again`() {
        for length in [0, 1, 127, 128, 129, 16_383, 16_384, 70_000] {
            var writer = ProtobufWriter()
            writer.message(1) { $0.oneOf(2, String(repeating: "x", count: length)) }
            var outer = ProtobufReader(writer.bytes[...])
            guard case (1, .bytes(let message))? = outer.next() else {
                Issue.record("\(length)")
                return
            }
            var inner = ProtobufReader(message)
            guard case (2, .bytes(let text))? = inner.next() else {
                Issue.record("\(length)")
                return
            }
            #expect(text.count == length && outer.next() == nil && inner.next() == nil)
        }
    }

    @Test func `an answer of any bytes is survived`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x1F : 0xFF)
            }
            if let rejected = TraceRequest.rejected(in: bytes) { #expect(rejected.spans >= 0) }
        }
        #expect(TraceRequest.rejected(in: []) == nil)
        #expect(TraceRequest.rejected(in: [0x0A, 0x00])?.spans == 0)
        let rejected = TraceRequest.rejected(in: [0x0A, 0x05, 0x08, 0x07, 0x12, 0x01, 0x78])
        #expect(rejected?.spans == 7 && rejected?.reason == "x")
    }
}
