import Testing

private let project = SourceTree.project

@Suite struct NamingTests {
    @Test func `files are named after what is in them`() {
        expectNone(emptyFileNames(in: project.paths))
    }

    @Test func `tests mirror the sources`() {
        let stray = strayTests(testTargets: project.targets(in: "Tests"), sourceTargets: project.targets(in: "Sources"))
        #expect(stray.isEmpty, "\(stray)")
    }

    // MARK: The rules can fail

    @Test(arguments: [
        "StringUtils.swift", "Helpers.swift", "SearchCore.swift", "CartManager.swift", "AServiceImpl.swift",
    ])
    func `a name that says nothing is refused`(name: String) {
        #expect(emptyFileNames(in: ["Sources/A/\(name)"]).count == 1)
        #expect(emptyFileNames(in: ["Sources/Core/Scorer.swift"]).isEmpty)
    }

    @Test func `tests of nothing are refused`() {
        let stray = strayTests(
            testTargets: ["TidyTests", "KernelTests", "CartTests", "Odd"], sourceTargets: ["Kernel"])
        #expect(stray.count == 2)
        #expect(stray.allSatisfy { $0.hasPrefix("Tests/CartTests") || $0.hasPrefix("Tests/Odd") })
    }
}
