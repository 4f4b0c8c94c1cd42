import Kernel
import Testing

@testable import WebSupport

struct BodyTests {
    private func mistakes<Object: InputObject>(_ type: Object.Type, _ json: String) throws -> [String] {
        let value = try JSONValue(json)
        do throws(ValidationError) {
            _ = try Object(json: value, limits: InputLimits())
            return []
        } catch {
            return error.fields.map { "\($0.field) \($0.code)" }
        }
    }

    private func read(_ json: String) throws -> ThingBody {
        try ThingBody(json: JSONValue(json), limits: InputLimits())
    }

    @Test func `Members are read by type, what is missing has its default`() throws {
        let least = try read(#"{"name":"Kettle"}"#)
        #expect((least.name, least.count, least.isNew, least.parent, least.extra) == ("Kettle", 1, false, nil, nil))
        #expect(least.variants.isEmpty && least.facts.isEmpty)
        let id = ID<Thing>()
        let full = try read(
            #"{"extra":{"a":[1.50]},"is_new":true,"facts":{"b":"c"},"variants":[{"sku":"A","price":19.90}],"parent":"\#(id)","count":9,"name":"é"}"#
        )
        #expect((full.name, full.count, full.isNew, full.parent, full.facts) == ("é", 9, true, id, ["b": "c"]))
        #expect(full.variants.map(\.price) == [DecimalText("19.90")])
        let extra = try JSONValue(#"{"a":[1.50]}"#)
        #expect(full.extra == extra)
    }

    @Test func `Null is the absence of what may be absent`() throws {
        let body = try read(#"{"name":"a","parent":null,"extra":null,"main":null}"#)
        #expect(body.parent == nil)
        #expect(try mistakes(ThingBody.self, #"{"name":null}"#) == ["name wrong_type"])
        #expect(try mistakes(ThingBody.self, #"{"name":"a","count":null}"#) == ["count wrong_type"])
        #expect(try mistakes(ThingBody.self, #"{"name":"a","variants":null}"#) == ["variants wrong_type"])
    }

    @Test(arguments: [
        (#"{}"#, "name required"), (#"{"name":""}"#, "name too_short"), (#"{"name":"12345678901"}"#, "name too_long"),
        (#"{"name":1}"#, "name wrong_type"),
        (#"{"name":["a"]}"#, "name wrong_type"), (#"{"name":"a","count":"1"}"#, "count wrong_type"),
        (#"{"name":"a","count":10}"#, "count out_of_range"),
        (#"{"name":"a","count":1.5}"#, "count not_an_integer"), (#"{"name":"a","count":1e0}"#, "count not_an_integer"),
        (#"{"name":"a","count":99999999999999999999}"#, "count not_an_integer"),
        (#"{"name":"a","is_new":1}"#, "is_new wrong_type"),
        (#"{"name":"a","parent":"x"}"#, "parent not_an_id"), (#"{"name":"a","parent":7}"#, "parent not_an_id"),
        (#"{"name":"a","colour":1}"#, "colour unknown_field"),
        (#"{"name":"a","Name":"b"}"#, "Name unknown_field"), (#"{"name":"a","isNew":true}"#, "isNew unknown_field"),
        (#"{"name":"a","":1}"#, "\"\" unknown_field"),
        (#"{"name":"a","facts":{"x":1}}"#, "facts.x wrong_type"), (#"{"name":"a","facts":[]}"#, "facts wrong_type"),
        (#"{"name":"a","variants":{}}"#, "variants wrong_type"),
        (#"{"name":"a","variants":[1]}"#, "variants[0] wrong_type"),
        (#"{"name":"a","variants":[{"sku":"A","price":1},{"sku":"B","price":"2"}]}"#, "variants[1].price wrong_type"),
        (#"{"name":"a","variants":[{"sku":"A"}]}"#, "variants[0].price required"),
        (#"{"name":"a","variants":[{"sku":"A","price":1,"x":2}]}"#, "variants[0].x unknown_field"),
        (#"{"name":"a","main":{"sku":"123456","price":1}}"#, "main.sku too_long"),
        (#"{"name":"a","main":[]}"#, "main wrong_type"),
    ])
    func `A mistake is reported where the client made it`(json: String, mistake: String) throws {
        #expect(try mistakes(ThingBody.self, json) == [mistake])
    }

    @Test func `All mistakes are reported at once`() throws {
        let found = try mistakes(
            ThingBody.self,
            #"{"count":-1,"variants":[{"sku":""},{"price":true,"sku":"B"}],"colour":1,"facts":{"a":1,"b":2}}"#)
        let expected = [
            "colour unknown_field", "name required", "count out_of_range", "variants[0].sku too_short",
            "variants[0].price required", "variants[1].price wrong_type",
            "facts.a wrong_type", "facts.b wrong_type",
        ]
        #expect(found == expected)
    }

    @Test func `NUL is refused wherever it stands in a body`() throws {
        let json =
            #"{"name":"a\u0000","facts":{"x\u0000":"b","y":"\u0000"},"variants":[{"sku":"\u0000"}],"extra":[["\u0000"]]}"#
        let mistakes = try JSONValue(parsing: Array(json.utf8)).textsWithNUL()
        #expect(mistakes.map(\.field) == ["name", "facts.x\0", "facts.y", "variants[0].sku", "extra[0][0]"])
        #expect(mistakes.allSatisfy { $0.code == "control_character" })
        #expect(try JSONValue(parsing: Array(#"{"name":"a\\u0000"}"#.utf8)).textsWithNUL().isEmpty)
    }

    @Test(arguments: ["[]", "1", "null", "\"text\"", "true"])
    func `A body that is no object is refused`(json: String) throws {
        #expect(try mistakes(ThingBody.self, json).map { $0.trimmingPrefix(" ") } == ["wrong_type"])
    }

    @Test func `A change keeps what is missing, empties what is null and sets what is there`() throws {
        func patch(_ json: String) throws -> ThingPatch { try ThingPatch(json: JSONValue(json), limits: InputLimits()) }
        let id = ID<Thing>()
        let nothing = try patch("{}")
        #expect((nothing.name, nothing.parent, nothing.version) == (.keep, .keep, nil))
        let emptied = try patch(#"{"parent":null}"#)
        #expect(emptied.parent == .set(nil))
        let set = try patch(#"{"name":"New","parent":"\#(id)","version":3}"#)
        #expect((set.name, set.parent, set.version) == (.set("New"), .set(id), 3))
        #expect(try mistakes(ThingPatch.self, #"{"name":null,"parent":5}"#) == ["name wrong_type", "parent not_an_id"])
        #expect(try mistakes(ThingPatch.self, #"{"name":""}"#) == ["name too_short"])
    }
}
