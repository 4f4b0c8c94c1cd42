package import Kernel
import Persistence

/// The forms of lists and maps in JSON columns. Names are sorted, so that equal values have equal text on both
/// databases: PostgreSQL's `jsonb` would reorder them anyway.
enum JSONColumn {
    static func text(_ strings: [String]) -> String {
        write { $0.array(strings) { $0.value($1) } }
    }

    static func text(_ options: [String: String]) -> String {
        write { writer in
            writer.object { object in
                for (name, value) in options.sorted(by: { $0.key < $1.key }) {
                    object.key(name)
                    object.value(value)
                }
            }
        }
    }

    static func text(_ attributes: [String: AttributeValue]) -> String {
        write { $0.attributes(attributes) }
    }

    static func text(_ images: [ProductImage]) -> String {
        write { writer in
            writer.array(images) { writer, image in
                writer.object { object in
                    object.name("url")
                    object.value(image.url)
                    object.name("alt")
                    object.value(image.alt)
                }
            }
        }
    }

    private static func write(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(capacity: 256)
        body(&writer)
        return writer.text
    }
}

extension JSONWriter {
    /// Attributes as an object with sorted names. Sorting their places takes a quarter of the time of sorting the
    /// attributes themselves, which are retained and released at every move.
    package mutating func attributes(_ attributes: [String: AttributeValue]) {
        let members = Array(attributes)
        let places = members.indices.sorted { members[$0].key < members[$1].key }
        object { object in
            for place in places {
                object.key(members[place].key)
                switch members[place].value {
                case .text(let text): object.value(text)
                case .number(let number): object.value(number)
                case .flag(let flag): object.value(flag)
                }
            }
        }
    }
}

extension Row {
    /// A JSON column, read back by `read`.
    mutating func decodeJSON<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws -> Value {
        let text = try decode(name, as: String.self)
        guard let json = try? JSONValue(parsing: Array(text.utf8)), let value = read(json) else {
            throw DatabaseError.decoding(column: name, message: "unexpected JSON")
        }
        return value
    }
}

extension JSONValue {
    var strings: [String]? {
        guard case .array(let elements) = self else { return nil }
        return elements.compactMap(\.string)
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var options: [String: String]? {
        members.map { members in
            members.reduce(into: Dictionary(minimumCapacity: members.count)) { options, member in
                options[member.name] = member.value.string
            }
        }
    }

    var attributes: [String: AttributeValue]? {
        members.map { members in
            members.reduce(into: Dictionary(minimumCapacity: members.count)) { attributes, member in
                attributes[member.name] = AttributeValue(member.value)
            }
        }
    }

    var images: [ProductImage]? {
        guard case .array(let elements) = self else { return nil }
        return elements.compactMap { element in
            guard let image = element.options, let url = image["url"] else { return nil }
            return ProductImage(url: url, alt: image["alt"] ?? "")
        }
    }
}

extension AttributeValue {
    /// The value of an attribute as JSON writes it; `nil` for lists, objects and null.
    package init?(_ json: JSONValue) {
        switch json {
        case .string(let text): self = .text(text)
        case .number(let text): self = .number(Double(text) ?? .infinity)
        case .bool(let flag): self = .flag(flag)
        case .null, .array, .object: return nil
        }
    }
}
