/// Why a snapshot was not loaded; in every case the index has to be built anew from its source.
public enum SnapshotError: Error, Sendable, Hashable {
    /// There is no file.
    case missing
    /// The file cannot be opened or read.
    case unreadable
    /// The file ends too early.
    case truncated
    /// The checksum or a bound does not hold.
    case corrupt
    /// It was written by another version of the engine.
    case otherVersion
    /// It was written under a schema with other fields.
    case otherSchema
}
