import Catalog
import Kernel
import WebSupport

/// A category as a client names it: an id, a slug, a path as one text, or a path as a list.
struct CategoryInput: JSONInput {
    let address: CategoryAddress

    static var schema: Schema { .anything }

    init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        switch json {
        case .string(let text): address = CategoryAddress(text)
        case .array: address = .path(try [String](json: json, limits: limits))
        default:
            throw ValidationError(
                "", code: "wrong_type", message: "must be an id, a slug, or the names from the root down")
        }
    }
}

/// The value of an attribute as a client writes it.
struct AttributeInput: JSONInput {
    let value: AttributeValue

    static var schema: Schema { .anything }

    init(json: JSONValue, limits: InputLimits) throws(ValidationError) {
        guard let value = AttributeValue(json) else {
            throw ValidationError("", code: "wrong_type", message: "must be text, a number, true or false")
        }
        self.value = value
    }
}

extension Change {
    /// The same change of something made from the value.
    func map<Other>(_ transform: (Value) -> Other) -> Change<Other> {
        switch self {
        case .keep: .keep
        case .set(let value): .set(transform(value))
        }
    }

    /// The same change of a value that may be missing.
    var optional: Change<Value?> { map { $0 } }
}
