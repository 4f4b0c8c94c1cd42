import Kernel

/// The catalogue's rules name fields as import files do; three of them have other names over HTTP.
func namingFieldsAsHTTPDoes<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as ValidationError {
        throw ValidationError(error.fields.map(\.namedAsHTTPDoes))
    }
}

extension FieldError {
    fileprivate var namedAsHTTPDoes: FieldError {
        var parts = field.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let last = parts.removeLast()
        let name = last.prefix { $0 != "[" }
        let names = ["id": "external_id", "ean": "barcodes", "stock": "stock_quantity"]
        parts.append((names[String(name)] ?? String(name)) + last.dropFirst(name.count))
        return FieldError(parts.joined(separator: "."), code: code, message: message)
    }
}
