import Kernel
import Testing

@testable import Catalog

private func read(_ text: String, strict: Bool = false) async throws -> [ReadRecord] {
    try await TransferFixture.records(Array(text.utf8), strict: strict).records
}

/// The codes and fields of a record that is like a good one but for `members`.
private func faults(_ members: String, strict: Bool = false) async throws -> [String] {
    let text = #"{"id": "1", "name": "Lamp", "currency": "USD", \#(members)}"#
    let record = try #require(try await read(text, strict: strict).first)
    let entry = ImportEntry(record, defaults: ProductDraft.Defaults(status: .published, currency: .usd))
    guard case .reject(let reject) = entry else { return [] }
    #expect(reject.record == text && reject.line == 1)
    return ["\(reject.field) \(reject.code)"]
}

@Suite struct JSONLinesReaderTests {
    @Test(arguments: 0..<20)
    func `a record comes back from its line as it was`(seed: UInt64) async throws {
        var random = RandomRecord(seed: seed)
        let records = (0..<50).map { random.next($0) }
        var lines = ProductLines(capacity: 0)
        for record in records { lines.append(record) }
        let read = try await TransferFixture.records(lines.bytes, strict: true).records
        #expect(read.map(\.record) == records)
        #expect(read.allSatisfy { $0.errors.isEmpty })
    }

    @Test func `blank lines, carriage returns and a byte-order mark are no part of a record`() async throws {
        let records = try await read("\u{FEFF}\r\n{\"name\": \"a\"}\r\n\n  \n{\"name\": \"b\"}")
        #expect(records.map(\.record?.name) == ["a", "b"])
        #expect(records.map(\.raw.line) == [2, 5])
    }

    @Test func `a line that is no object costs only itself`() async throws {
        let bytes =
            Array("{\"name\": \"a\"\n[1]\n{\"a\": 1, \"a\": 2}\n{\"name\": \"".utf8) + [0xFF]
            + Array("\"}\n{\"name\": \"".utf8)
            + [0] + Array("\"}\n{\"name\": \"good\"}".utf8)
        let records = try await TransferFixture.records(bytes).records
        #expect(
            records.map { $0.errors.first?.code } == [
                "malformed_json", "not_an_object", "malformed_json", "invalid_utf8", "nul_byte", nil,
            ])
        #expect(records.map(\.raw.line) == [1, 2, 3, 4, 5, 6])
        #expect(records[3].raw.text == "{\"name\": \"\u{FFFD}\"}")
    }

    @Test func `a line longer than 4 MiB is skipped, however long it is`() async throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 9 << 20)
        let records = try await TransferFixture.records(long + Array("\n{\"name\": \"b\"}\n".utf8) + long).records
        #expect(records.map { $0.errors.first?.code } == ["line_too_long", nil, "line_too_long"])
        #expect(records.map(\.raw.line) == [1, 2, 3])
        #expect(records[0].raw.text.count == 2000)
    }

    @Test(arguments: [
        (#""price": 1e309"#, "price out_of_range"), (#""price": -0"#, "price negative"),
        (#""price": "19.999 USD""#, "price not_a_number"), (#""price": 19.999"#, "price too_many_decimals"),
        (#""price": true"#, "price wrong_type"), (#""price": null"#, "price required"),
        (#""price": 5.5, "compare_at_price": [1]"#, "compare_at_price wrong_type"),
        (#""price": 1, "stock": 1.5"#, "stock not_a_count"), (#""price": 1, "stock": -0"#, "stock not_a_count"),
        (#""price": 1, "stock": "7""#, "stock wrong_type"), (#""price": 1, "stock": 1e12"#, "stock out_of_range"),
        (#""price": 1, "rating": 1e309"#, "rating not_a_number"),
        (#""price": 1, "rating": 5.1"#, "rating out_of_range"),
        (#""price": 1, "attributes": {"a": [1]}"#, "attributes.a wrong_type"),
        (#""price": 1, "attributes": {"a": 1e309}"#, "attributes.a out_of_range"),
        (#""price": 1, "attributes": []"#, "attributes wrong_type"),
        (#""price": 1, "description": "a\u0000b""#, "description control_character"),
        (#""price": 1, "ean": [1.5]"#, "ean[0] wrong_type"), (#""price": 1, "tags": {"a": 1}"#, "tags wrong_type"),
        (#""price": 1, "images": [{"alt": "x"}]"#, "images[0].url required"),
        (#""price": 1, "image": "javascript:alert(1)""#, "images[0].url not_a_url"),
        (#""price": 1, "category": ["a", 1]"#, "category[1] wrong_type"),
        (#""price": 1, "released": "10.12.2009""#, "released not_a_date"),
        (#""price": 1, "status": "gone""#, "status not_allowed"),
        (#""price": 1, "slug": "search""#, "slug not_a_slug"), (#""price": 1, "brand": 7"#, "brand wrong_type"),
        (#""variants": [{"price": 1}, 7]"#, "variants[1] wrong_type"), (#""variants": {}"#, "variants wrong_type"),
        (#""variants": [{"price": 1, "options": {"size": []}}]"#, "variants[0].options.size wrong_type"),
    ])
    func `a value that is not of its type is refused by field`(members: String, fault: String) async throws {
        #expect(try await faults(members) == [fault])
    }

    @Test func `yen have no decimals`() async throws {
        let record = try await read(#"{"name": "a", "price": 5.5, "currency": "JPY"}"#)[0]
        let entry = ImportEntry(record, defaults: ProductDraft.Defaults(status: .published, currency: .usd))
        guard case .reject(let reject) = entry else { throw TransferError.cannotRead("", reason: "taken") }
        #expect(reject.code == "too_many_decimals" && reject.message.contains("JPY has no decimals"))
    }

    @Test func `values are taken in every form that people write them in`() async throws {
        let text = #"""
            {"id": 17, "name": "a", "category": "A > B", "price": "19.90", "ean": "1", "image": "/a.jpg",
            "images": ["/a.jpg", {"url": "/b.jpg", "alt": "b"}], "variants": [], "sku": null, "tags": "x"}
            """#
        let record = try #require(try await read(text.replacing("\n", with: " "))[0].record)
        #expect(record.externalID == "17" && record.category == .path(["A", "B"]) && record.price == "19.90")
        #expect(record.images.map(\.url) == ["/a.jpg", "/b.jpg"] && record.images[1].alt == "b")
        #expect(record.variants == nil && record.barcodes == ["1"] && record.tags == ["x"] && record.sku == nil)
    }

    @Test func `unknown names are refused only when the import is strict`() async throws {
        #expect(try await faults(#""price": 1, "colour": "red""#) == [])
        #expect(try await faults(#""price": 1, "colour": "red""#, strict: true) == ["colour unknown_field"])
        let nested = #""price": 1, "variants": [{"weight": 5}]"#
        #expect(try await faults(nested, strict: true) == ["variants[0].weight unknown_field"])
    }

    @Test func `one reject tells all that is wrong with a record`() async throws {
        let record = try await read(#"{"price": -1, "stock": "x", "status": "gone"}"#)[0]
        let entry = ImportEntry(record, defaults: ProductDraft.Defaults(status: .published, currency: .usd))
        guard case .reject(let reject) = entry else { throw TransferError.cannotRead("", reason: "taken") }
        #expect(reject.field == "stock" && reject.code == "wrong_type")
        for field in ["name:", "price:", "status:"] { #expect(reject.message.contains(field)) }
    }

    @Test func `a long name is cut at a word`() {
        var record = ProductRecord()
        record.name = String(repeating: "Lampe à pétrole, ", count: 30)
        let warning = NameCut.apply(to: &record)
        #expect(warning?.code == "name_cut" && warning?.field == "name")
        #expect(record.name == String(repeating: "Lampe à pétrole, ", count: 15).dropLast(2) + "")
        record.name = String(repeating: "e\u{301}", count: 200)
        #expect(NameCut.apply(to: &record) != nil)
        #expect(record.name?.unicodeScalars.count == 254)
        record.name = String(repeating: "ä", count: 255)
        #expect(NameCut.apply(to: &record) == nil)
    }
}
