/// Where an import reads from.
package enum ImportSource: Hashable, Sendable {
    /// The file at that path.
    case file(String)
    /// What is piped into the process.
    case standardInput

    /// The source that a command line names: a path, or `-` for standard input.
    package init(_ argument: String) {
        self = argument == "-" ? .standardInput : .file(argument)
    }

    /// How people know it, for messages.
    package var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        }
    }

    /// The format that its name promises, if any.
    var promisedFormat: TransferFormat? {
        switch self {
        case .file(let path): TransferFormat(fileName: path)
        case .standardInput: nil
        }
    }
}
