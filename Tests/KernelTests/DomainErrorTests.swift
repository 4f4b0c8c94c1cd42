import Kernel
import Testing

struct DomainErrorTests {
    @Test func `A field error seen from outside names the whole way to the field`() {
        let error = FieldError("price", code: "negative", message: "must be 0 or more")
        #expect(error.nested(in: "[1]").nested(in: "variants").field == "variants[1].price")
        #expect(error.nested(in: "offer").field == "offer.price")
        #expect(error.nested(in: "offer").code == "negative")
    }

    @Test func `A validation error speaks of the first field and counts the rest`() {
        let fields = ["name", "price", "tags"].map { FieldError($0, code: "required", message: "must be there") }
        #expect(ValidationError(fields).message == "name: must be there (and 2 more)")
        #expect(ValidationError([fields[0]]).message == "name: must be there")
        #expect(ValidationError(fields).kind == .invalid)
        #expect(ValidationError(fields).code == "validation_failed")
    }
}
