import Kernel
import Testing

@testable import Catalog

private func read(_ text: String, strict: Bool = false) async throws -> [ReadRecord] {
    try await TransferFixture.records(Array(text.utf8), .csv, strict: strict).records
}

@Suite struct CSVReaderTests {
    @Test(arguments: 0..<20)
    func `a record comes back from its rows as it was`(seed: UInt64) async throws {
        var random = RandomRecord(seed: seed)
        let records = (0..<50).map { random.next($0) }
        let attributes = Set(records.flatMap(\.attributes.keys)).sorted()
        let options = Set(records.flatMap { ($0.variants ?? []).flatMap(\.options.keys) }).sorted()
        var rows = ProductRows(VariableColumns(attributes: attributes, options: options))
        rows.appendHeader()
        for record in records { try rows.append(record) }
        let read = try await TransferFixture.records(rows.bytes, .csv, strict: true).records
        #expect(read.flatMap(\.errors).isEmpty)
        #expect(read.map(\.record) == records)
    }

    @Test func `quotes, line breaks, carriage returns and a byte-order mark are read as RFC 4180 says`() async throws {
        let records = try await read(
            "\u{FEFF}name,price,\"description\"\r\n\"a \"\"b\"\", c\",1,\"one\r\ntwo\"\r\n\r\n,,\r\nd\"e,2,\"\"\nlast,3,x"
        )
        #expect(records.map(\.record?.name) == ["a \"b\", c", "d\"e", "last"])
        #expect(records.map(\.record?.description) == ["one\r\ntwo", nil, "x"])
        #expect(records.map(\.raw.line) == [2, 6, 7])
    }

    @Test func `rows with the same id are the variants of one product`() async throws {
        let records = try await read(
            """
            id,name,price,sku,stock,option.size,attr.year
            1,Shirt,10,S1,5,S,2009
            1,,12.50,S2,,M,
            2,Hat,7,H,0,,
            1,Shirt,9,S3,1,L,
            """)
        #expect(records.map(\.record?.externalID) == ["1", "2", nil])
        let shirt = try #require(records[0].record)
        #expect(shirt.attributes == ["year": .number(2009)] && shirt.price == nil)
        #expect(shirt.variants?.map(\.options) == [["size": "S"], ["size": "M"]])
        #expect(shirt.variants?.map(\.price) == ["10", "12.50"] && shirt.variants?.map(\.stock) == [5, nil])
        #expect(records[1].record?.variants == nil && records[1].record?.stock == 0)
        // A shirt that comes back would lose the sizes of its first rows.
        #expect(records[2].errors.map(\.code) == ["rows_apart"])
    }

    @Test func `rows of one product that contradict one another are refused`() async throws {
        let records = try await read("id,name,price,option.a\n1,x,1,b\n1,y,1,c\n2,z,1,\n")
        #expect(records[0].errors.map { "\($0.field) \($0.code)" } == ["name differs_between_rows"])
        #expect(records[1].errors.isEmpty)
    }

    @Test func `a row with too few or too many cells costs only its product`() async throws {
        let records = try await read("id,name,price\n1,a\n2,b,1\n3,c,1,x\n4,d,1\n")
        #expect(records.map { $0.errors.first?.code } == ["wrong_cell_count", nil, "wrong_cell_count", nil])
        #expect(records[0].errors[0].message == "line 2 has 2 cells, the header has 3")
    }

    @Test func `a quote that is never closed costs only its line`() async throws {
        let records = try await read("id,name,price\n1,\"a,1\n2,\"b\",1\n3,\"c\"x,1\n4,\"d,1\n5,e,1")
        #expect(records.map(\.raw.line) == [2, 3, 4, 5, 6])
        #expect(
            records.map { $0.errors.first?.code } == [
                "malformed_csv", nil, "malformed_csv", "unterminated_quote", nil,
            ])
    }

    @Test func `a product with an unreadable row in its middle does not come in half`() async throws {
        let records = try await read("id,name,price,option.a\n1,x,1,b\n1,\"x\"y,1,c\n1,,1,d\n2,z,1,\n")
        #expect(records.map { $0.errors.first?.code } == ["broken_variant", "malformed_csv", nil])
        #expect(records.map(\.raw.line) == [2, 3, 5])
    }

    @Test func `a header that does not do is refused before anything is read`() async throws {
        await #expect(throws: TransferError.missingColumns(["price"])) { try await read("id,name\n1,a") }
        await #expect(throws: TransferError.missingColumns(["name", "price"])) { try await read("") }
        await #expect(throws: TransferError.repeatedColumn("name")) { try await read("name,price,name\n") }
        await #expect(throws: TransferError.unknownColumns(["colour"])) {
            try await read("name,colour,price\n", strict: true)
        }
        let lenient = try await TransferFixture.records(Array("name,colour,price\na,red,1\n".utf8), .csv)
        #expect(lenient.warnings.map(\.code) == ["unknown_column"] && lenient.records[0].errors.isEmpty)
    }

    @Test func `cells that cannot be what their column says are refused by field`() async throws {
        let records = try await read(
            "name,price,stock,rating,tags\na,1,x,,\na,1,,high,\na,1,,,[1\na,1,,nan,\n")
        #expect(
            records.map { $0.errors.first.map { "\($0.field) \($0.code)" } } == [
                "stock not_a_count", "rating not_a_number", "tags malformed_json", "rating not_a_number",
            ])
    }

    @Test func `text that is not UTF-8 costs only its row`() async throws {
        let bytes = Array("name,price\n".utf8) + [0xC3, 0x28] + Array(",1\nb,1".utf8)
        let records = try await TransferFixture.records(bytes, .csv).records
        #expect(records.map { $0.errors.first?.code } == ["invalid_utf8", nil])
    }

    @Test(arguments: [
        ["a", "b"], ["a|b"], ["[a"], ["a >", "b"], ["a > b", "c"], ["> a", "b"], ["x"], ["\"", "[]"],
    ])
    func `a list comes back from its cell`(elements: [String]) throws {
        for separator in [" > ", "|"] {
            let cell = ListCell.text(elements, separator: separator)
            #expect(try ListCell.elements(cell, separator: separator) == .array(elements.map { .string($0) }))
        }
    }
}
