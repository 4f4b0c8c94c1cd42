import Testing

@testable import Catalog

private let lines = (1...20_000).map { #"{"id": "\#($0)", "name": "Lamp \#($0)", "price": \#($0)}"# + "\n" }
private let text = Array(lines.joined().utf8)

@Suite struct InputBufferTests {
    @Test func `gzip is known by its first bytes, not by its name`() async throws {
        let read = try await TransferFixture.records(TransferFixture.gzip(text))
        #expect(read.records.count == 20_000 && read.damage == nil)
        #expect(read.records.last?.record?.externalID == "20000")
        #expect(read.records.last?.raw.line == 20_000)
    }

    @Test func `members of gzip that follow one another are one text, even inside a line`() async throws {
        let members = [text[..<100], text[100..<70_001], text[70_001...]].map { TransferFixture.gzip(Array($0)) }
        let padded = Array(members.joined()) + [UInt8](repeating: 0, count: 512)
        let read = try await TransferFixture.records(padded)
        #expect(read.records.count == 20_000 && read.records.allSatisfy { $0.errors.isEmpty } && read.damage == nil)
    }

    @Test(arguments: [0.2, 0.5, 0.99])
    func `a gzip file that was cut off gives every whole record before the cut and says so`(share: Double) async throws
    {
        let whole = TransferFixture.gzip(text)
        let read = try await TransferFixture.records(Array(whole.prefix(Int(Double(whole.count) * share))))
        #expect(read.records.allSatisfy { $0.errors.isEmpty })
        #expect((100..<20_000).contains(read.records.count))
        #expect(read.damage?.contains("ends too early") == true)
    }

    @Test func `gzip data with a flipped bit is damaged, not a crash`() async throws {
        var bytes = TransferFixture.gzip(text)
        bytes[bytes.count / 2] ^= 0x10
        let read = try await TransferFixture.records(bytes)
        #expect(read.damage?.contains("damaged") == true)
        #expect(read.records.count < 20_000)
    }

    @Test func `what stands behind the end of gzip data is named`() async throws {
        let read = try await TransferFixture.records(TransferFixture.gzip(text) + Array("more".utf8))
        #expect(read.records.count == 20_000)
        #expect(read.damage == "something that is no gzip data stands behind its end")
    }

    @Test func `a source that is not there is a clear error`() throws {
        #expect(throws: TransferError.cannotRead("/no/such/file.csv", reason: "no such file or directory")) {
            try InputBuffer(.file("/no/such/file.csv"))
        }
        #expect(throws: TransferError.cannotRead("/", reason: "is a directory")) { try InputBuffer(.file("/")) }
    }

    @Test func `a disk that is full is a clear error`() throws {
        #expect(throws: TransferError.cannotWrite("/dev/full", reason: "the disk is full")) {
            try OutputFile("/dev/full").write([1])
        }
    }

    @Test(arguments: [
        ("a.csv", TransferFormat.csv), ("a.CSV.gz", .csv), ("b.jsonl", .jsonLines), ("b.ndjson.gz", .jsonLines),
        ("c.txt", nil),
    ])
    func `a file's name says its format`(name: String, format: TransferFormat?) {
        #expect(TransferFormat(fileName: name) == format)
    }
}
