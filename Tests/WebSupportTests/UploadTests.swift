import Foundation
import Testing

@testable import WebSupport

struct UploadTests {
    @Test func `what is written piece by piece lies there until nobody holds it`() async throws {
        let writer = try UploadWriter(limit: 6)
        try await writer.append(Array("kett".utf8))
        try await writer.append("le"[...].utf8)
        var file: UploadedFile? = await writer.finish(type: "text/csv")
        let url = try #require(file?.url)
        #expect(file?.length == 6 && file?.type == "text/csv")
        let content = try String(contentsOf: url, encoding: .utf8)
        #expect(content == "kettle")
        // `printf kettle | sha256sum`
        #expect(file?.checksum.prefix(4) == [0x20, 0xCD, 0x47, 0x32])
        file = nil
        #expect(!FileManager.default.fileExists(atPath: url.path))
    }

    @Test func `more than the limit is refused, and what was written is gone`() async throws {
        let url: URL
        do {
            let writer = try UploadWriter(limit: 5)
            url = writer.url
            try await writer.append([1, 2, 3])
            await #expect(throws: RequestError.tooLarge(limit: 5)) { try await writer.append([4, 5, 6]) }
        }
        #expect(!FileManager.default.fileExists(atPath: url.path))
    }
}
