import Kernel
import Testing

@testable import WebSupport

struct QueryTests {
    private func read(_ query: String) throws -> ListThings {
        var source = InputSource()
        source.query = try QueryParameters(parsing: query)
        return try InputLayout(of: ListThings()).make(ListThings.self, from: source)
    }

    private func mistakes(_ query: String) -> [String] {
        do {
            _ = try read(query)
            return []
        } catch let error as ValidationError {
            return error.fields.map { "\($0.field) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `What is missing has its default`() throws {
        let list = try read("")
        #expect((list.page, list.pageSize, list.sortBy, list.inStock) == (1, 20, .name, nil))
        #expect((list.search, list.minPrice, list.parent) == (nil, nil, nil))
        #expect(list.brand.isEmpty && list.attributes.isEmpty)
    }

    @Test func `What is there is read by its type`() throws {
        let id = ID<Thing>()
        let list = try read(
            "page=3&page_size=50&search=%C3%A9t%C3%A9&in_stock=true&sort_by=price&min_price=19.90&parent=\(id)&brand=A+B&brand=C%26D&attr.colour=Black&attr.colour=Red&attr.size=1%20l"
        )
        #expect((list.page, list.pageSize, list.search, list.inStock) == (3, 50, "été", true))
        #expect((list.sortBy, list.minPrice, list.parent) == (.price, DecimalText("19.90"), id))
        #expect(list.brand == ["A B", "C&D"])
        #expect(list.attributes == ["colour": ["Black", "Red"], "size": ["1 l"]])
    }

    @Test func `A second name is taken as well, the first wins`() throws {
        #expect(try read("limit=7").pageSize == 7)
        #expect(try read("limit=7&page_size=8").pageSize == 8)
        #expect(mistakes("limit=0") == ["page_size out_of_range"])
    }

    @Test(arguments: [
        ("page=0", "page out_of_range"), ("page=501", "page out_of_range"), ("page=x", "page not_an_integer"),
        ("page=", "page not_an_integer"),
        ("page=1.0", "page not_an_integer"), ("page=+1", "page not_an_integer"), ("page=%2B1", "page not_an_integer"),
        ("page=0x1", "page not_an_integer"),
        ("page=99999999999999999999", "page not_an_integer"), ("page=1&page=1", "page repeated"),
        ("search=a", "search too_short"),
        ("search=abcdef", "search too_long"), ("search=a%00b", "search control_character"),
        ("in_stock=yes", "in_stock not_a_boolean"),
        ("in_stock=TRUE", "in_stock not_a_boolean"), ("sort_by=Name", "sort_by not_allowed"),
        ("min_price=NaN", "min_price not_a_number"),
        ("min_price=1e309", "min_price not_a_number"), ("min_price=0x10", "min_price not_a_number"),
        ("min_price=", "min_price not_a_number"),
        ("parent=1", "parent not_an_id"), ("attr.a=%00", "attr.a control_character"),
        ("attr.%00=a", "attr.\0 control_character"),
        ("attr.a=" + String(repeating: "x", count: 1001), "attr.a too_long"),
        (Array(repeating: "attr.a=b", count: 51).joined(separator: "&"), "attr.* too_many"),
    ])
    func `What is not of its type or beyond its limits is refused by name`(query: String, mistake: String) {
        #expect(mistakes(query) == [mistake])
    }

    @Test func `Everything that is wrong is said at once, in the order of the declaration`() {
        let expected = [
            "page not_an_integer", "page_size out_of_range", "search too_short", "in_stock not_a_boolean",
            "sort_by not_allowed",
        ]
        #expect(mistakes("sort_by=x&in_stock=x&search=x&page_size=0&page=x") == expected)
    }

    @Test func `A list has its limit`() {
        #expect(mistakes(Array(repeating: "brand=a", count: 50).joined(separator: "&")).isEmpty)
        #expect(mistakes(Array(repeating: "brand=a", count: 51).joined(separator: "&")) == ["brand repeated"])
    }

    @Test(arguments: [
        ("minPrice", "min_price"), ("page", "page"), ("isNewHere", "is_new_here"), ("parentID", "parent_id"),
    ])
    func `The name on the wire is that of the property in snake case`(property: String, name: String) {
        #expect(property.snakeCased == name)
    }
}

struct QueryParametersTests {
    @Test func `Parameters are decoded in their order`() throws {
        let parameters = try QueryParameters(parsing: "a=1&b=x+y%21&a=%E2%82%AC&c&d=&=e&f=g=h&&%61=z")
        #expect(
            parameters.items.map { "\($0.name):\($0.value)" } == [
                "a:1", "b:x y!", "a:€", "c:", "d:", ":e", "f:g=h", "a:z",
            ])
        #expect(parameters.values(of: "a") == ["1", "€", "z"])
        #expect(parameters.values(of: "absent").isEmpty)
    }

    @Test(arguments: [
        "a=%", "a=%2", "a=%zz", "%=a", "a=%G1", "a=%C3", "a=%FF", "a=%C0%AF", "a=%ED%A0%80", "a=% 1", "a=%+1",
    ])
    func `A broken escape and bytes that are no UTF-8 are refused`(query: String) {
        let error = #expect(throws: RequestError.self) { try QueryParameters(parsing: query) }
        #expect(error?.kind == .malformed)
    }

    @Test func `There are no more parameters than the limit`() throws {
        let most = Array(repeating: "a=1", count: QueryParameters.maximumCount).joined(separator: "&")
        #expect(try QueryParameters(parsing: most).items.count == QueryParameters.maximumCount)
        #expect(throws: RequestError.self) { try QueryParameters(parsing: most + "&a=1") }
    }

    @Test func `Whatever text is encoded comes back`() throws {
        for text in ["", "a b", "a+b&c=d/e?f#g%h", "é漢😀", "\0\n", "~-._"] {
            #expect(PercentEncoding.decode(PercentEncoding.encode(text), plusIsSpace: false) == text)
            let parameters = try QueryParameters(parsing: "x=\(PercentEncoding.encode(text))")
            #expect(parameters.values(of: "x") == [text])
        }
        #expect(PercentEncoding.decode("a+b", plusIsSpace: false) == "a+b")
    }
}
