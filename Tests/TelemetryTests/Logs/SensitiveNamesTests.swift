import Logging
import Testing

@testable import Telemetry

@Suite struct SensitiveNamesTests {
    @Test(arguments: [
        "password", "PASSWORD", "new_password", "passwordHash", "token", "accessToken", "refresh-token", "csrf.token",
        "Authorization", "proxy_authorization", "secret", "clientSecret", "Cookie", "set-cookie", "api_key", "apiKey",
        "X-API-Key", "apikey", "card", "card_number", "cardNumber", "CARD", "credit.card", "cardholder", "cvc", "CVV",
        "iban", "credentials", "passwd", "private_key",
    ])
    func `what may be a secret is recognised however it is spelt`(name: String) {
        #expect(SensitiveNames.contains(name))
    }

    @Test(arguments: [
        "path", "status", "request_id", "discarded", "cardinality", "wildcard", "company", "span_id", "key", "panel",
        "pass", "user", "keys", "author", "", "_", "é", "duration_ms",
    ])
    func `ordinary names stay readable`(name: String) {
        #expect(!SensitiveNames.contains(name))
    }

    @Test(arguments: LogFormat.allCases)
    func `their values are never written, at any depth`(format: LogFormat) {
        let capture = LogCapture()
        var logger = capture.logger(format)
        logger[metadataKey: "Authorization"] = "hunter2"
        logger.info(
            "m", metadata: ["token": ["a": "hunter2"], "user": ["password": "hunter2", "list": [["card": "hunter2"]]]])
        #expect(!capture.lines[0].contains("hunter2"))
        #expect(capture.lines[0].split(separator: "***").count == 5)
    }
}
