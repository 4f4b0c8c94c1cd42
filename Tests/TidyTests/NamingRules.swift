import Foundation

/// Words that name a drawer, not a thing (STYLE, rule 3).
private let emptyWords = ["Utils", "Util", "Helpers", "Helper", "Core", "Manager", "ServiceImpl"]

/// Files that are named after nothing in particular.
func emptyFileNames(in paths: [String]) -> [Violation] {
    paths.compactMap { path in
        let name = path.split(separator: "/").last ?? ""
        guard let word = emptyWords.first(where: { name.contains($0) }) else { return nil }
        return Violation(
            path: path, line: 1, message: "\"\(word)\" says nothing: name the file after its one main type")
    }
}

/// Test targets that have no such counterpart.
private let testsOfTheTree: Set = ["TidyTests"]

/// Tests that do not mirror a target in `Sources`.
func strayTests(testTargets: Set<String>, sourceTargets: Set<String>) -> [String] {
    testTargets.subtracting(testsOfTheTree).sorted().compactMap { name in
        guard name.hasSuffix("Tests"), sourceTargets.contains(String(name.dropLast("Tests".count))) else {
            return "Tests/\(name) mirrors no target: tests of Sources/X live in Tests/XTests"
        }
        return nil
    }
}
