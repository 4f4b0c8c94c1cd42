import HTTPTypes
import Kernel
import Testing

@testable import WebSupport

struct AnswerTests {
    @Test func `Values are written as they are read`() throws {
        func json(_ value: some AnswerValue) -> String {
            var writer = JSONWriter()
            value.write(to: &writer)
            return writer.text
        }
        #expect(json("a\"b") == #""a\"b""#)
        #expect(json(Money(minorUnits: 1990, .usd)) == "19.90")
        #expect(json(Money(minorUnits: 500, .jpy)) == "500")
        #expect(json([1, 2]) == "[1,2]")
        #expect(json(["b": Int?.none, "a": 1]) == #"{"a":1,"b":null}"#)
        #expect(json(4.5) == "4.5")
        #expect(json(Timestamp(microseconds: 0)) == #""1970-01-01T00:00:00Z""#)
        #expect(json(Order.price) == #""price""#)
    }

    @Test func `An optional member is left out when it has no value`() {
        #expect(String(decoding: EchoAnswer(texts: ["a": nil]).jsonBytes(), as: UTF8.self) == #"{"echo":{"a":null}}"#)
        #expect(String(decoding: EchoAnswer(note: "n").jsonBytes(), as: UTF8.self) == #"{"echo":{},"note":"n"}"#)
    }
}

struct ProblemTests {
    private static let statuses: [ErrorKind: Int] = [
        .invalid: 422, .malformed: 400, .unauthenticated: 401, .forbidden: 403, .notFound: 404, .conflict: 409,
        .preconditionFailed: 412, .tooLarge: 413,
        .unsupportedType: 415, .rateLimited: 429, .unavailable: 503, .defect: 500,
    ]

    @Test(arguments: ErrorKind.allCases)
    func `Every kind of failure has its status`(kind: ErrorKind) {
        let problem = Problem(Failure(kind: kind))
        #expect(problem.status.code == ProblemTests.statuses[kind])
        #expect(!problem.status.reasonPhrase.isEmpty)
        #expect((problem.code, problem.detail) == ("failed_\(kind.rawValue)", "It failed, as it was told to."))
    }

    @Test(arguments: [
        (RequestError.malformed("x"), 400), (.notFound, 404), (.methodNotAllowed(["GET"]), 405), (.notAcceptable, 406),
        (.tooLarge(limit: 1), 413),
        (.unsupportedType("x"), 415), (.unauthenticated, 401), (.forbidden, 403),
    ])
    func `Every refusal of a request has its status`(error: RequestError, status: Int) {
        #expect(Problem(error).status.code == status)
    }

    @Test func `The document has what RFC 9457 and our clients want`() throws {
        let fields = [FieldError("variants[1].price", code: "required", message: "must be \"there\"")]
        let json = try JSONValue(
            parsing: Problem(ValidationError(fields)).json(instance: "/api/v1/things", requestID: "r-1"))
        #expect(
            json.members?.map(\.name) == [
                "type", "title", "status", "detail", "instance", "code", "request_id", "errors",
            ])
        #expect(json["title"] == .string("Unprocessable Content"))
        #expect(json["status"] == .number("422"))
        #expect(json["instance"] == .string("/api/v1/things"))
        #expect(json["code"] == .string("validation_failed"))
        #expect(json["request_id"] == .string("r-1"))
        let error = try #require(json["errors"]?.elements.first)
        #expect(
            [error["field"], error["code"], error["message"]] == [
                .string("variants[1].price"), .string("required"), .string("must be \"there\""),
            ])
    }

    @Test func `Without fields there is no list of errors`() throws {
        let json = try JSONValue(parsing: Problem(RequestError.notFound).json(instance: "/", requestID: ""))
        #expect(json["errors"] == nil)
    }
}
