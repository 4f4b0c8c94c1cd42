import Testing

@testable import Souk

struct TarEntryTests {
    @Test(arguments: [
        ("a", 0), ("data/mail/x.eml", 511), (String(repeating: "a", count: 100), 512),
        ("data/" + String(repeating: "b", count: 100), 1), (String(repeating: "c", count: 155) + "/d", (1 << 33) - 1),
        ("large", 1 << 33), ("larger", 1 << 45),
    ])
    func `a header is read back`(name: String, size: Int) throws {
        let entry = TarEntry(name: name, size: size, mode: 0o600, modified: 1_763_719_200)
        let header = try entry.header()
        #expect(header.count == 512)
        #expect(try TarEntry(block: header) == entry)
        #expect((size + entry.padding) % 512 == 0 && entry.padding < 512)
    }

    @Test func `a name without room is refused`() {
        let name = String(repeating: "a", count: 101)
        #expect(throws: BackupError.name(name)) {
            try TarEntry(name: name, size: 0, mode: 0o600, modified: 0).header()
        }
    }

    @Test func `any flipped bit is found`() throws {
        let header = try TarEntry(name: "a", size: 1, mode: 0o600, modified: 0).header()
        for index in header.indices where !(148..<156).contains(index) {
            var damaged = header
            damaged[index] ^= 0x04
            #expect(throws: BackupError.self) { try TarEntry(block: damaged) }
        }
    }

    @Test func `zeros are the end`() throws {
        #expect(try TarEntry(block: [UInt8](repeating: 0, count: 512)) == nil)
    }
}
