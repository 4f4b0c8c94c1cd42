/// An index as it was at one moment, under settings of its own; see ``SearchIndex/view(under:)``. It keeps that state in
/// memory for as long as it is there.
public struct SearchView: Sendable {
    let index: SearchIndex
    let state: IndexState

    /// Finds documents.
    public func search(_ query: Query) -> Answer { index.search(query, in: state) }
}
