package import HTTPTypes
import Kernel

/// It will be done, or there is nothing to do; the answer does not say which. 202.
package struct Promised: Sendable {
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// Nothing to say.
    package init() {}
}

extension Promised: OperationOutput {
    package static var status: HTTPResponse.Status { .accepted }
    package static var schema: Schema? { nil }
    package static var example: [UInt8]? { nil }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        RenderedAnswer(status: .accepted, headers)
    }
}

/// Something was made, and the answer shows it; or it may not be told whether anything was. 201, or 202 without a body.
package struct MaybeCreated<Value: Answer>: Sendable {
    private let made: Created<Value>?
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// It was made and is there.
    package static func made(_ value: Value, at location: String) -> MaybeCreated {
        MaybeCreated(made: Created(value, at: location))
    }

    /// Nothing is said.
    package static var hidden: MaybeCreated { MaybeCreated(made: nil) }
}

extension MaybeCreated: OperationOutput {
    package static var status: HTTPResponse.Status { .created }
    package static var schema: Schema? { Value.schema }
    package static var example: [UInt8]? { Value.example.jsonBytes() }
    package static var otherStatuses: [HTTPResponse.Status] { [.accepted] }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        made.map { $0.rendered(at: address) } ?? RenderedAnswer(status: .accepted, headers)
    }
}

/// A JSON document that is made elsewhere, to be kept as a file. 200.
package struct Document: Sendable {
    private let json: [UInt8]
    /// Headers that go with the answer.
    package var headers: HTTPFields = [:]

    /// That document.
    /// - Parameter name: of the file: letters, digits, `-` and `.` only.
    package init(_ json: [UInt8], named name: String) {
        self.json = json
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
    }
}

extension Document: OperationOutput {
    package static var status: HTTPResponse.Status { .ok }
    package static var schema: Schema? { .map(of: .anything) }
    package static var example: [UInt8]? { nil }

    package func rendered(at address: RequestAddress) -> RenderedAnswer {
        RenderedAnswer(status: .ok, json: json, headers)
    }
}
