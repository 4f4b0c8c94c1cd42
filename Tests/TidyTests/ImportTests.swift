import Testing

private let sampleTable = [
    ImportRule("Kernel", .kernel),
    ImportRule("Catalog", .context, ours: ["Kernel"], theirs: ["Foundation"]),
    ImportRule("Search", .context, ours: ["Kernel"]),
]

@Suite struct ImportTests {
    @Test func `every target imports only what the table gives it`() {
        expectNone(SourceTree.project.sources.flatMap { forbiddenImports(in: $0, table: importTable) })
    }

    @Test func `imports point to the right and never sideways`() {
        let crooked = crookedRows(in: importTable, never: neverImported)
        #expect(crooked.isEmpty, "\(crooked)")
    }

    @Test func `the table has a row for every target, and no stale one`() {
        let differences = tableDifferences(targets: SourceTree.project.targets(in: "Sources"), table: importTable)
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test func `no module of ours is imported under the name of another's`() {
        let rows = importTable.filter { !$0.theirs.isDisjoint(with: importTable.map(\.target)) }
        #expect(rows.map(\.target) == [])
    }

    // MARK: The rules can fail

    @Test(arguments: [
        "import Search", "@testable import Search", "package import struct Search.Query",
        "@_spi(A) public import Search",
        "#if X\nimport Search\n#endif", "import Foundation; import Search",
    ])
    func `a sideways import is refused, however it is written`(sample: String) {
        let file = SourceFile(path: "Sources/Catalog/Sample.swift", sample)
        #expect(forbiddenImports(in: file, table: sampleTable).count == 1)
    }

    @Test func `the import is told with its line`() {
        let file = SourceFile(path: "Sources/Catalog/Sample.swift", "import Foundation\n\nimport NIOCore\n")
        let found = forbiddenImports(in: file, table: sampleTable)
        #expect(found.map(\.line) == [3])
        #expect(found.allSatisfy { $0.message.hasPrefix("Catalog may not import NIOCore") })
    }

    @Test func `a table that points left, sideways or nowhere is refused`() {
        let left = ImportRule("Kernel", .kernel, ours: ["Catalog"])
        let sideways = ImportRule("Catalog", .context, ours: ["Search"])
        let nowhere = ImportRule("Search", .context, ours: ["Missing"], theirs: ["Hummingbird"])
        let crooked = crookedRows(in: [left, sideways, nowhere], never: [.context: ["Hummingbird"]])
        #expect(
            crooked == [
                "Kernel → Catalog does not point to the right", "Catalog → Search does not point to the right",
                "Search → Missing does not point to the right", "Search → Hummingbird is forbidden to a context",
            ])
    }

    @Test func `a missing row and a stale row are told`() {
        let differences = tableDifferences(targets: ["Kernel", "Search", "Orders"], table: sampleTable)
        #expect(
            differences == [
                "Sources/Orders has no row in ImportTable.swift",
                "the row of Catalog is stale: there is no Sources/Catalog",
            ])
    }
}
