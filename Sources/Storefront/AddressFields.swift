import Foundation
import WebSupport

/// The fields of a form as they stand in an address (URL Standard §5.1).
struct AddressFields {
    let fields: [(name: String, value: String)]

    /// No form of ours has a tenth of them.
    private static let maximumCount = 200

    /// Reads whatever can be read: a broken escape stands for itself, control characters become spaces.
    init(_ query: String) {
        fields = query.split(separator: "&").prefix(AddressFields.maximumCount).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (AddressFields.decode(parts[0]), parts.count == 2 ? AddressFields.decode(parts[1]) : "")
        }
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = String(text).replacing("+", with: " ")
        return (spaced.removingPercentEncoding ?? spaced).withoutControls
    }

    /// The fields as the query of an address, with its question mark; empty when there are none.
    static func query(_ fields: [(name: String, value: String)]) -> String {
        let pairs = fields.map { "\($0.name)=\(PercentEncoding.encode($0.value).replacing("%20", with: "+"))" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}

extension String {
    /// The text with control characters, NUL among them, as spaces, and no space at either end.
    var withoutControls: String {
        let scalars = unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
    }
}
