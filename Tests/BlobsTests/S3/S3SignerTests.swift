import Foundation
import Kernel
import Outbound
import TestSupport
import Testing

@testable import Blobs

@Suite(.timeLimit(.minutes(3))) struct S3SignerTests {
    /// The examples of the S3 API reference, "Signature Calculations for the Authorization Header".
    private static let example = S3Signer(
        credentials: S3Settings.Credentials(
            id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token: nil),
        region: "us-east-1")
    private static let moment = Timestamp("2013-05-24T00:00:00Z")

    private func signature(_ request: S3Request) throws -> String {
        let headers = Self.example.sign(
            request, host: "examplebucket.s3.amazonaws.com", at: try #require(Self.moment))
        return try #require(headers["Authorization"]?.split(separator: "=").last.map(String.init))
    }

    @Test func `an object is fetched as AWS' example does`() throws {
        let request = S3Request(method: .get, path: "/test.txt", headers: [("Range", "bytes=0-9")])
        #expect(try signature(request) == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func `an object is put as AWS' example does`() throws {
        let request = S3Request(
            method: .put, path: "/test$file.text",
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            payload: BlobChecksum(of: "Welcome to Amazon S3.".utf8).hexadecimal)
        #expect(try signature(request) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test func `queries are signed as AWS' examples are`() throws {
        let lifecycle = S3Request(method: .get, path: "/", query: [("lifecycle", "")])
        #expect(try signature(lifecycle) == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
        let list = S3Request(method: .get, path: "/", query: [("prefix", "J"), ("max-keys", "2")])
        #expect(try signature(list) == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test(.enabled(if: TestPython.isThere, "needs SOUK_TEST_PYTHON; scripts/test sets it"))
    func `random requests are signed as botocore signs them`() throws {
        let cases = (0..<200).map { _ in RandomCase() }
        let theirs = try JSONDecoder().decode(
            [String].self, from: try TestPython.run("sign_with_botocore.py", input: try JSONEncoder().encode(cases)))
        let ours = try cases.map { try $0.signature() }
        #expect(ours == theirs)
    }
}

/// A request as botocore's script reads it.
private struct RandomCase: Encodable {
    let time: String
    let method: String
    let url: String
    let headers: [String: String]
    let body: [UInt8]
    let id: String
    let secret: String
    let token: String?
    let region: String

    private let request: S3Request
    private let host: String
    private let now: Timestamp

    enum CodingKeys: CodingKey {
        case time, method, url, headers, body, id, secret, token, region
    }

    init() {
        var random = SystemRandomNumberGenerator()
        func text(_ letters: String, _ range: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: range, using: &random)).compactMap { _ in letters.randomElement(using: &random) })
        }
        let letters = "abcXYZ019-._~"
        now = Timestamp(microseconds: Int64.random(in: 1_000_000_000...4_000_000_000) * 1_000_000)
        time = S3Signer.time(now)
        body = (0..<Int.random(in: 0...40)).map { _ in UInt8.random(in: 0...255) }
        (id, secret, region) = (text(letters, 4...20), text(letters + "/+", 20...40), text("abc-1", 3...12))
        token = Bool.random() ? text(letters + "/+=", 10...60) : nil
        host = text("abc", 3...8) + ".example" + (Bool.random() ? ":5000" : "")
        let path = "/bucket/" + text(letters + " +$&=@:;,!'()*äß/", 1...30)
        let query = (0..<Int.random(in: 0...4)).map {
            (name: "\($0)" + text(letters, 1...5), value: text(letters + " /+&=é", 0...9))
        }
        let fields = [("Content-Type", "text/plain;  charset=utf-8"), ("X-Amz-Meta-Name", text(letters + " ", 0...12))]
        request = S3Request(
            method: [.get, .put, .delete, .head].randomElement() ?? .get, path: path, query: query, headers: fields,
            payload: BlobChecksum(of: body).hexadecimal)
        method = request.method.rawValue
        headers = Dictionary(uniqueKeysWithValues: fields)
        let queryText = query.isEmpty ? "" : "?" + S3Signer.query(query)
        url = "http://\(host)\(S3Signer.encoded(path, keeping: "/"))\(queryText)"
    }

    func signature() throws -> String {
        let signer = S3Signer(credentials: .init(id: id, secret: secret, token: token), region: region)
        let header = signer.sign(request, host: host, at: now)["Authorization"]
        return try #require(header?.split(separator: "=").last.map(String.init))
    }
}
