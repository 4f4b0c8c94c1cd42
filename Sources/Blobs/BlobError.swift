package import Kernel

/// What a store of blobs refuses, and what can happen to it.
package enum BlobError: Error, Equatable, Sendable {
    /// There is no such blob.
    case notFound(BlobKey)
    /// There is one already, and it was not to be replaced.
    case exists(BlobKey)
    /// The text is no key, or no beginning of one.
    case invalidKey
    /// The text is no media type.
    case invalidType
    /// A page may have 1 to 1000 items.
    case invalidLimit
    /// More bytes than a blob may have.
    case tooLarge(limit: Int)
    /// There were more or fewer bytes than announced.
    case lengthMismatch(expected: Int)
    /// The bytes do not have the announced SHA-256.
    case checksumMismatch
    /// What is kept is not what was put.
    case damaged(BlobKey)
    /// The disk, or its quota, is full.
    case full
    /// The store does not work at the moment: for the operator, what it said.
    case unavailable(String)
    /// The settings are wrong: which, and what is allowed.
    case settings(String)
}

extension BlobError: DomainError {
    package var code: String {
        switch self {
        case .notFound: "blob_not_found"
        case .exists: "blob_exists"
        case .invalidKey: "invalid_blob_key"
        case .invalidType: "invalid_blob_type"
        case .invalidLimit: "invalid_page_size"
        case .tooLarge: "blob_too_large"
        case .lengthMismatch: "blob_length_mismatch"
        case .checksumMismatch: "blob_checksum_mismatch"
        case .damaged: "blob_damaged"
        case .full: "blob_store_full"
        case .unavailable: "blob_store_unavailable"
        case .settings: "blob_settings_invalid"
        }
    }

    package var kind: ErrorKind {
        switch self {
        case .notFound: .notFound
        case .exists: .conflict
        case .invalidKey, .invalidType, .invalidLimit, .lengthMismatch, .checksumMismatch: .invalid
        case .tooLarge: .tooLarge
        case .full, .unavailable: .unavailable
        case .damaged, .settings: .defect
        }
    }

    package var message: String {
        switch self {
        case .notFound(let key): "There is no file \(key)."
        case .exists(let key): "There is a file \(key) already."
        case .invalidKey:
            "The key must have at most \(BlobKey.maximumLength) bytes: letters, digits, '.', '_', '-' and '=', "
                + "in parts of at most \(BlobKey.maximumPart) with '/' between them, none of them '.' or '..'."
        case .invalidType: "The type must be a media type such as image/png, with at most 127 characters."
        case .invalidLimit: "A page has 1 to 1000 files."
        case .tooLarge(let limit): "A file may have at most \(limit) bytes."
        case .lengthMismatch(let expected): "The file does not have the \(expected) bytes that were announced."
        case .checksumMismatch: "The file does not have the SHA-256 that was announced."
        case .damaged(let key): "The file \(key) is damaged."
        case .full: "There is no room for files left. Nothing was changed; try again later."
        case .unavailable: "The store of files does not answer at the moment. Nothing was changed; try again."
        case .settings(let text): text
        }
    }
}
