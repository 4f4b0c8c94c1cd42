package import Kernel

/// What an operation answers: a JSON object whose members are written, and documented, in one place.
///
/// ```swift
/// extension BrandAnswer: Answer {
///     static let example = BrandAnswer(name: "Halden", productCount: 12)
///     func write(to object: inout AnswerWriter) {
///         object.member("name", name, "The maker's name, as products carry it.")
///         object.member("product_count", productCount, "Published products of it.")
///     }
/// }
/// ```
/// The same method serves (it writes bytes) and documents (run on `example`, it records names, types and words).
package protocol Answer: AnswerValue {
    /// A real one, which the documentation shows.
    static var example: Self { get }
    /// Writes every member. The members must be the same whatever the values; use `optional` for one that may be left
    /// out.
    func write(to object: inout AnswerWriter)
}

/// Writes the members of an answer; or, for the documentation, records what they are.
package struct AnswerWriter: ~Copyable {
    private var json: JSONWriter
    private var recorder: SchemaRecorder?

    init(json: consuming JSONWriter, recorder: SchemaRecorder? = nil) {
        self.json = json
        self.recorder = recorder
    }

    consuming func finish() -> JSONWriter { json }

    /// A member that is always there.
    package mutating func member<Value: AnswerValue>(
        _ name: StaticString, _ value: Value, _ description: StaticString = ""
    ) {
        recorder?.record(name, Value.schema, description, isRequired: true)
        json.name(name)
        value.write(to: &json)
    }

    /// A member that is left out when it has no value.
    package mutating func optional<Value: AnswerValue>(
        _ name: StaticString, _ value: Value?, _ description: StaticString = ""
    ) {
        recorder?.record(name, Value.schema, description, isRequired: false)
        guard let value else { return }
        json.name(name)
        value.write(to: &json)
    }

    /// Members that lie ready as JSON and are copied as they are: what is shown a thousand times is written once.
    /// - Parameters:
    ///   - example: writes the same members with their words, for the documentation.
    ///   - copy: hands over the members, without braces.
    package mutating func ready(
        describedBy example: (inout AnswerWriter) -> Void, _ copy: ((UnsafeRawBufferPointer) -> Void) -> Void
    ) {
        guard recorder == nil else { return example(&self) }
        var json = JSONWriter(capacity: 0)
        swap(&json, &self.json)
        copy { json.splice(members: $0) }
        swap(&json, &self.json)
    }
}

/// Collects the members of an answer's schema while its example is written.
final class SchemaRecorder {
    private(set) var properties: [Schema.Property] = []

    func record(_ name: StaticString, _ schema: Schema, _ description: StaticString, isRequired: Bool) {
        properties.append(
            Schema.Property(name: "\(name)", schema: schema.described("\(description)"), isRequired: isRequired))
    }
}

extension Answer {
    /// The schema under the type's name, recorded from the example.
    package static var schema: Schema {
        .reference(to: SchemaName(schemaName)) {
            let recorder = SchemaRecorder()
            var writer = AnswerWriter(json: JSONWriter(), recorder: recorder)
            example.write(to: &writer)
            return .object(of: recorder.properties, isClosed: false)
        }
    }

    /// The type's name without `Answer`, and without the marks of generics: `Product`, `PageOfProduct`.
    private static var schemaName: String {
        shortName(of: Self.self).replacing("Answer", with: "").replacing("<", with: "Of").replacing(">", with: "")
    }

    /// The object with its members.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            var writer = AnswerWriter(json: json)
            json = JSONWriter(capacity: 0)
            write(to: &writer)
            json = writer.finish()
        }
    }

    /// The object as bytes.
    func jsonBytes() -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        write(to: &json)
        return json.bytes
    }
}

/// A type that a member of an answer can have.
package protocol AnswerValue: Documented {
    /// Writes the value.
    func write(to json: inout JSONWriter)
}
