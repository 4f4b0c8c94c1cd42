import Foundation
import Kernel
import Outbound

/// The calls to providers: their addresses are the operator's, their answers are JSON.
struct ProviderCalls: Sendable {
    let client: OutboundClient

    /// Reads a document.
    /// - Parameter token: the access token, where one is needed.
    func read(_ address: String, token: String? = nil) async throws -> JSONValue {
        var request = OutboundRequest(.get, try OutboundURL(address), headers: Self.headers)
        if let token { request.headers["Authorization"] = "Bearer \(token)" }
        return try await answer(to: request)
    }

    /// Gives the code, gets the tokens (RFC 6749, 4.1.3).
    /// - Parameter isBasic: whether the secret goes into the head, as OpenID has it, or among the fields.
    func tokens(
        for code: String, _ attempt: SocialAttempt, of provider: SocialProvider, at address: String, redirect: String,
        isBasic: Bool
    ) async throws -> JSONValue {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", attempt.verifier),
        ]
        var request = OutboundRequest(.post, try OutboundURL(address), headers: Self.headers)
        if isBasic {
            let pair = "\(provider.clientID.formEncoded):\(provider.clientSecret.formEncoded)"
            request.headers["Authorization"] = "Basic \(Data(pair.utf8).base64EncodedString())"
        } else {
            fields += [("client_id", provider.clientID), ("client_secret", provider.clientSecret)]
        }
        request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        request.body = .bytes(Array(Self.form(fields).utf8))
        let tokens = try await answer(to: request)
        // GitHub says errors with a status of 200.
        guard tokens["access_token"]?.text != nil, tokens["error"] == nil else {
            throw IdentityError.socialLoginRefused
        }
        return tokens
    }

    /// Names and values as they stand in a query or a form.
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\($0.1.formEncoded)" }.joined(separator: "&")
    }

    private static let headers: OutboundHeaders = ["Accept": "application/json", "User-Agent": "souk"]

    private func answer(to request: OutboundRequest) async throws -> JSONValue {
        let response = try await client.send(request)
        guard response.isSuccess else {
            let isTheirFault = response.status >= 500 || response.status == 429
            throw isTheirFault ? IdentityError.providerUnavailable : IdentityError.socialLoginRefused
        }
        guard let json = try? JSONValue(parsing: response.body) else { throw IdentityError.providerUnavailable }
        return json
    }
}

extension String {
    /// As a value of a form or a query, everything but letters, digits and `-._~` in hexadecimal.
    package var formEncoded: String {
        var encoded: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default: encoded += "%\([byte].hexadecimal.uppercased())".utf8
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
