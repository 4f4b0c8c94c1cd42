/// Every code of an error that some operation names, from the lines "`code`: sentence" of its answers.
struct ErrorCatalogue {
    /// One code with one status.
    struct Entry {
        let code: String
        let status: String
        let message: String
        var operations: [APIOperation]
    }

    /// By status, then by code.
    let entries: [Entry]

    init(_ document: APIDocument) {
        var entries: [String: Entry] = [:]
        for operation in document.groups.flatMap(\.operations) {
            for answer in operation.answers {
                for (code, message) in ErrorCatalogue.codes(answer) {
                    let key = "\(answer.status) \(code)"
                    entries[key, default: Entry(code: code, status: answer.status, message: message, operations: [])]
                        .operations.append(operation)
                }
            }
        }
        self.entries = entries.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The codes of one answer; none when its description is of another shape.
    static func codes(_ answer: APIOperation.Answer) -> [(code: String, message: String)] {
        answer.description.split(whereSeparator: \.isNewline).compactMap { line in
            line.wholeMatch(of: /`([a-z0-9_]+)`: (.*)/).map { (String($0.1), String($0.2)) }
        }
    }

    /// The place of a code in the page.
    static func anchor(_ code: String, _ status: String) -> String {
        "error-\(status.anchor)-\(code.anchor)"
    }
}
