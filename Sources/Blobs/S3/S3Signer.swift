import Crypto
import Foundation
import Kernel
import Outbound

/// A request to S3 before it is signed.
struct S3Request: Sendable {
    var method: OutboundRequest.Method
    /// Not encoded, with its leading slash: `/bucket/products/1.jpg`.
    var path: String
    /// Not encoded.
    var query: [(name: String, value: String)] = []
    /// Without `Host`.
    var headers: [(name: String, value: String)] = []
    /// The SHA-256 of the body, in hexadecimal.
    var payload = Self.emptyPayload

    static let emptyPayload = BlobChecksum(of: []).hexadecimal
}

/// Signs requests as AWS wants it: Signature Version 4, with everything in headers.
///
/// After "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" of the S3 API reference.
/// Every header that is set is signed, and the path is encoded once, as S3 has it.
struct S3Signer: Sendable {
    let credentials: S3Settings.Credentials
    let region: String

    /// The headers to send, without `Host`.
    func sign(_ request: S3Request, host: String, at now: Timestamp) -> OutboundHeaders {
        let time = Self.time(now)
        var headers = request.headers + [("x-amz-date", time), ("x-amz-content-sha256", request.payload)]
        if let token = credentials.token { headers.append(("x-amz-security-token", token)) }
        let scope = "\(time.prefix(8))/\(region)/s3/aws4_request"
        let canonical = Self.canonical(request, headers + [("host", host)])
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(BlobChecksum(of: canonical.text.utf8).hexadecimal)"
        let signature = hash(text, key: key(day: String(time.prefix(8)))).hexadecimal
        headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope),SignedHeaders=\(canonical.names),"
                    + "Signature=\(signature)"
            ))
        var signed = OutboundHeaders()
        for header in headers { signed.add(header.name, header.value) }
        return signed
    }

    private static func canonical(
        _ request: S3Request, _ headers: [(name: String, value: String)]
    ) -> (text: String, names: String) {
        let fields = headers.map { ($0.name.lowercased(), folded($0.value)) }.sorted { $0.0 < $1.0 }
        let names = fields.map(\.0).joined(separator: ";")
        let lines = fields.map { "\($0.0):\($0.1)\n" }.joined()
        let text = [
            request.method.rawValue, encoded(request.path, keeping: "/"), query(request.query), lines, names,
            request.payload,
        ].joined(separator: "\n")
        return (text, names)
    }

    /// Sorted by the encoded name, then by the encoded value.
    static func query(_ items: [(name: String, value: String)]) -> String {
        items.map { (encoded($0.name), encoded($0.value)) }.sorted { $0 < $1 }.map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    /// Everything but RFC 3986's unreserved characters becomes `%XX`.
    static func encoded(_ text: String, keeping kept: String = "") -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                encoded.unicodeScalars.append(UnicodeScalar(byte))
            case _ where "-._~".utf8.contains(byte) || kept.utf8.contains(byte):
                encoded.unicodeScalars.append(UnicodeScalar(byte))
            default: encoded += "%" + [byte].hexadecimal.uppercased()
            }
        }
        return encoded
    }

    /// Without space around it, and with single ones inside.
    private static func folded(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }

    /// `20130524T000000Z`
    static func time(_ now: Timestamp) -> String {
        String(now.description.prefix(19)).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    private func key(day: String) -> SymmetricKey {
        [day, region, "s3", "aws4_request"].reduce(SymmetricKey(data: Data("AWS4\(credentials.secret)".utf8))) {
            SymmetricKey(data: hash($1, key: $0))
        }
    }

    private func hash(_ text: String, key: SymmetricKey) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }
}
