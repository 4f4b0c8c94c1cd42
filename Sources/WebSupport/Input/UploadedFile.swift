import Crypto
package import Foundation
package import Kernel

/// A file that came as the body of a request, on this machine's disk for as long as somebody holds on to it.
package final class UploadedFile: Sendable {
    /// Where it lies.
    package let url: URL
    /// In bytes.
    package let length: Int
    /// What it was sent as, without parameters: `text/csv`.
    package let type: String
    /// The SHA-256 of its bytes.
    let checksum: [UInt8]

    fileprivate init(_ url: URL, length: Int, type: String, checksum: [UInt8]) {
        (self.url, self.length, self.type, self.checksum) = (url, length, type, checksum)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}

/// Writes such a file, piece by piece; one that is not finished is gone with its writer.
package actor UploadWriter {
    private let limit: Int
    nonisolated let url: URL
    private let file: FileHandle
    private var hash = SHA256()
    private var length = 0
    private var isFinished = false

    /// A file without bytes.
    /// - Parameter limit: the most bytes that it may have.
    /// - Throws: `UploadError`.
    package init(limit: Int) throws {
        self.limit = limit
        url = FileManager.default.temporaryDirectory.appending(path: "souk-upload-\(ID<UploadedFile>())")
        do {
            try Data().write(to: url, options: .withoutOverwriting)
            file = try FileHandle(forWritingTo: url)
        } catch {
            throw UploadError()
        }
    }

    deinit {
        if !isFinished { try? FileManager.default.removeItem(at: url) }
    }

    /// Writes the next bytes.
    /// - Throws: `RequestError.tooLarge`, `UploadError`.
    package func append(_ piece: some Collection<UInt8> & Sendable) throws {
        length += piece.count
        guard length <= limit else { throw RequestError.tooLarge(limit: limit) }
        let data = Data(piece)
        hash.update(data: data)
        do { try file.write(contentsOf: data) } catch { throw UploadError() }
    }

    /// The file with all that was written. To be called once, after the last piece.
    package func finish(type: String) -> UploadedFile {
        isFinished = true
        try? file.close()
        return UploadedFile(url, length: length, type: type, checksum: Array(hash.finalize()))
    }
}

/// An upload that this machine cannot take at the moment.
package struct UploadError: DomainError {
    /// `upload_not_stored`
    package let code = "upload_not_stored"
    /// Later it may.
    package let kind = ErrorKind.unavailable
    /// What is wrong.
    package let message = "The file cannot be kept at the moment; the disk may be full. Nothing of it was taken in."
}

/// The body of a request as a file of whatever length the operation allows: `@Upload("The products.", types:
/// ["text/csv"]) var file: UploadedFile`. It may come compressed, with `Content-Encoding: gzip`; it lies there as it came.
@propertyWrapper
package struct Upload {
    private let documentation: String
    private let types: [String]
    private var value: UploadedFile?

    /// A file with that documentation.
    /// - Parameter types: the media types that are taken.
    package init(_ documentation: String, types: [String]) {
        (self.documentation, self.types) = (documentation, types)
    }

    /// What the request had there.
    package var wrappedValue: UploadedFile {
        guard let value else { preconditionFailure("an operation reads its input in `answer` only") }
        return value
    }
}

extension Upload: InputField {
    package var definition: InputDefinition {
        var definition = InputDefinition(
            location: .file, description: documentation, schema: .string(), isRequired: true)
        definition.types = types
        return definition
    }

    package func filled(named name: String, from source: inout InputSource) -> Upload {
        var filled = self
        filled.value = source.file
        if source.file == nil { source.refuse("body", InputProblem("required", "must be a file")) }
        return filled
    }

    package init(from decoder: any Decoder) throws { throw NotAnInput() }
}
