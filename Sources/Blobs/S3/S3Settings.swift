import Foundation
import Outbound

/// A bucket, how it is reached, and with whose keys.
package struct S3Settings: Equatable, Sendable {
    /// The keys. They are never printed.
    package struct Credentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
        let id: String
        let secret: String
        let token: String?

        /// Only that there are some.
        package var description: String { "(keys)" }
        /// Nothing.
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// How the bucket stands in the address.
    package enum Style: String, Sendable {
        /// `https://host/bucket/key`
        case path
        /// `https://bucket.host/key`
        case virtual
    }

    let bucket: String
    /// Before every key; empty, or with a slash at its end.
    let prefix: String
    let endpoint: OutboundURL
    let region: String
    let style: Style
    let credentials: Credentials

    /// Reads `s3://bucket/prefix?endpoint=…&region=…&style=path|virtual`.
    ///
    /// Without an endpoint it is that of AWS in the region, which is that of the address, else `AWS_REGION`, else
    /// us-east-1. The style is `path` for an endpoint of one's own and for buckets with dots, else `virtual`.
    /// - Throws: `BlobError.settings`
    init(_ url: String, environment: [String: String]) throws(BlobError) {
        let parts = url.dropFirst("s3://".count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let place = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let options = try Self.options(parts.count > 1 ? parts[1] : "")
        bucket = String(place[0])
        guard Self.isBucket(bucket) else {
            throw .settings(
                "BLOB_URL must name a bucket: 3 to 63 small letters, digits, hyphens and dots, as in s3://my-bucket.")
        }
        prefix = try Self.prefix(place.count > 1 ? place[1] : "")
        region = options["region"] ?? environment["AWS_REGION"] ?? "us-east-1"
        guard !region.isEmpty, region.utf8.allSatisfy({ BlobKey.isLetter($0) }) else {
            throw .settings("The region of BLOB_URL must be a name such as us-east-1.")
        }
        endpoint = try Self.endpoint(options["endpoint"] ?? "https://s3.\(region).amazonaws.com")
        let usualStyle = options["endpoint"] != nil || bucket.contains(".") ? "path" : "virtual"
        guard let style = Style(rawValue: options["style"] ?? usualStyle) else {
            throw .settings("The style of BLOB_URL is path or virtual.")
        }
        self.style = style
        credentials = try Credentials(environment)
    }

    private static func options(_ query: Substring) throws(BlobError) -> [String: String] {
        var options: [String: String] = [:]
        for option in query.split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, ["endpoint", "region", "style"].contains(pair[0]) else {
                throw .settings(
                    "BLOB_URL takes the options endpoint=, region= and style=, not \"\(option.prefix(40))\".")
            }
            options[pair[0]] = pair[1].removingPercentEncoding ?? pair[1]
        }
        return options
    }

    private static func isBucket(_ text: String) -> Bool {
        let isMadeOfLetters = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-.".utf8.contains(byte)
            }
        }
        return isMadeOfLetters && (3...63).contains(text.utf8.count) && !text.contains("..") && !text.hasPrefix(".")
    }

    private static func prefix(_ text: Substring) throws(BlobError) -> String {
        let text = text.hasSuffix("/") ? text.dropLast() : text
        guard !text.isEmpty else { return "" }
        guard let key = try? BlobKey(String(text)) else {
            throw .settings(
                "What stands behind the bucket in BLOB_URL must be like a key: letters, digits and slashes.")
        }
        return "\(key)/"
    }

    private static func endpoint(_ text: String) throws(BlobError) -> OutboundURL {
        guard let url = try? OutboundURL(text), url.target == "/" else {
            throw .settings(
                "The endpoint of BLOB_URL must be http:// or https://, a host and perhaps a port, and no more.")
        }
        return url
    }
}

extension S3Settings.Credentials {
    fileprivate init(_ environment: [String: String]) throws(BlobError) {
        guard let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"], !id.isEmpty,
            !secret.isEmpty
        else { throw .settings("S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.") }
        let token = environment["AWS_SESSION_TOKEN"]
        self.init(id: id, secret: secret, token: token?.isEmpty == false ? token : nil)
    }
}
