/// The size of an index.
public struct IndexStatistics: Sendable, Hashable {
    /// Documents that can be found.
    public var documents: Int
    /// Documents that were deleted or replaced, and leave with the next merge of their segment.
    public var deleted: Int
    /// Immutable segments; a search visits each.
    public var segments: Int
    /// Bytes of all segments, in memory or mapped.
    public var bytes: Int
}
