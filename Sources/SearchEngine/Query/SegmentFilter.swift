/// The filters of a query against one segment. Filters on one field form a group, because facets ignore the group of
/// their own field.
struct SegmentFilter {
    private enum Condition {
        case never
        case anyOf(Int, [UInt32])
        case allOf(Int, [UInt32])
        case range(Int, Int64, Int64)
    }

    private let segment: Segment
    private var groups: [[Condition]] = []
    /// The field of each group.
    let fields: [String]

    init(_ filters: [Filter], schema: Schema, segment: Segment) {
        self.segment = segment
        var fields: [String] = []
        for filter in filters {
            let condition = Self.compile(filter, schema, segment)
            if let group = fields.firstIndex(of: filter.field) {
                groups[group].append(condition)
            } else {
                fields.append(filter.field)
                groups.append([condition])
            }
        }
        self.fields = fields
    }

    /// −1 when the document passes, the group when it fails that one only, `nil` when it fails several.
    @inline(__always)
    func failing(_ document: UInt32) -> Int? {
        var failed = -1
        for (index, group) in groups.enumerated() where !group.allSatisfy({ holds($0, document) }) {
            if failed >= 0 { return nil }
            failed = index
        }
        return failed
    }

    private static func compile(_ filter: Filter, _ schema: Schema, _ segment: Segment) -> Condition {
        switch filter {
        case .anyOf(let field, let values):
            guard let (column, keys) = keys(field, values, schema) else { return .never }
            return .anyOf(column, keys.compactMap { segment.keywords[column].ordinal(of: $0) })
        case .allOf(let field, let values):
            guard let (column, keys) = keys(field, values, schema) else { return .never }
            let ordinals = keys.compactMap { segment.keywords[column].ordinal(of: $0) }
            return ordinals.count == keys.count ? .allOf(column, ordinals) : .never
        case .under(let field, let path):
            guard let column = schema.pathColumn(for: field) else { return .never }
            if path.isEmpty { return .allOf(column, []) }
            let ordinal = segment.keywords[column].ordinal(of: KeywordKey.encode(path))
            return ordinal.map { .anyOf(column, [$0]) } ?? .never
        case .range(let field, let from, let to):
            guard let column = schema.numbers.firstIndex(of: field) else { return .never }
            return .range(column, from ?? .min, to ?? .max)
        }
    }

    private static func keys(_ field: String, _ values: [String], _ schema: Schema) -> (Int, [[UInt8]])? {
        schema.keywordColumn(for: field).map { column, member in
            (column, values.prefix(256).map { KeywordKey.encode([member, $0]) })
        }
    }

    @inline(__always)
    private func holds(_ condition: Condition, _ document: UInt32) -> Bool {
        switch condition {
        case .never: false
        case .anyOf(let column, let ordinals):
            segment.keywords[column].range(of: document).contains { place in
                ordinals.contains(segment.keywords[column].ordinals[place])
            }
        case .allOf(let column, let wanted):
            wanted.allSatisfy { ordinal in
                segment.keywords[column].range(of: document).contains { place in
                    segment.keywords[column].ordinals[place] == ordinal
                }
            }
        case .range(let column, let from, let to):
            segment.numbers[column][document].map { $0 >= from && $0 <= to } ?? false
        }
    }
}
