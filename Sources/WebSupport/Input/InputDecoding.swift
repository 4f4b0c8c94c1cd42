import Kernel
import Synchronization

/// The declared inputs of an operation or body, read once from an empty instance: names, types, limits, documentation.
struct InputLayout: Sendable {
    /// A declared input and its name on the wire.
    struct Entry: Sendable {
        let name: String
        let field: any InputField
        /// Where it stands; kept, because a definition takes microseconds to make.
        let location: InputDefinition.Location
    }

    private(set) var entries: [Entry] = []
    private var indexes: [String: Int] = [:]

    init(of empty: Any) {
        for child in Mirror(reflecting: empty).children {
            guard let label = child.label, let field = child.value as? any InputField else { continue }
            let property = label.hasPrefix("_") ? String(label.dropFirst()) : label
            indexes[property] = entries.count
            let definition = field.definition
            entries.append(
                Entry(
                    name: definition.ownName ?? property.snakeCased, field: field, location: definition.location))
        }
    }

    /// The input behind a property.
    func entry(for property: String) -> Entry? {
        indexes[property].map { entries[$0] }
    }

    /// Makes an instance whose every input is read from `source`.
    /// - Throws: `RequestError.notFound` for a path that leads nowhere; `ValidationError` with everything that is wrong.
    func make<Value: Decodable>(_ type: Value.Type, from source: InputSource) throws -> Value {
        let decoder = InputDecoder(layout: self, source: source)
        let value = try Value(from: decoder)
        guard !decoder.source.leadsNowhere else { throw RequestError.notFound }
        guard decoder.source.errors.isEmpty else { throw ValidationError(decoder.source.errors) }
        return value
    }
}

extension String {
    /// `minPrice` → `min_price`, `parentID` → `parent_id`.
    var snakeCased: String {
        var wasLowercase = false
        return reduce(into: "") { name, character in
            if character.isUppercase, wasLowercase { name += "_" }
            name += character.lowercased()
            wasLowercase = !character.isUppercase
        }
    }
}

/// Lets the initialiser that the compiler writes for `Decodable` ask for each input by the name of its property. Only
/// `InputField`s are ever decoded, each in a container of its own making.
private final class InputDecoder: Decoder {
    let layout: InputLayout
    var source: InputSource
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(layout: InputLayout, source: InputSource) {
        self.layout = layout
        self.source = source
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(InputContainer<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NotAnInput() }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NotAnInput() }
}

/// A stored property of an operation or body without `@Path`, `@Query`, `@Body` or `@Field`: a defect that the first
/// test of the route shows.
struct NotAnInput: Error {}

private struct InputContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: InputDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Field: Decodable>(_ type: Field.Type, forKey key: Key) throws -> Field {
        guard let entry = decoder.layout.entry(for: key.stringValue) else { throw NotAnInput() }
        guard let field = entry.field.filled(named: entry.name, from: &decoder.source) as? Field else {
            throw NotAnInput()
        }
        return field
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw NotAnInput() }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw NotAnInput() }

    func superDecoder() throws -> any Decoder { throw NotAnInput() }

    func superDecoder(forKey key: Key) throws -> any Decoder { throw NotAnInput() }
}
