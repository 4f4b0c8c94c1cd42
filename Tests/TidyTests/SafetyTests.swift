import Testing

private let project = SourceTree.project

/// A sample as a file of that target.
private func sample(_ text: String, in target: String = "Catalog") -> SourceFile {
    SourceFile(path: "Sources/\(target)/Sample.swift", text)
}

@Suite struct SafetyTests {
    @Test func `data-race safety is proven by the compiler, or in a comment`() {
        expectNone(project.sources.flatMap(unprovenSendability))
    }

    @Test func `every trap says why it cannot happen`() {
        expectNone(project.sources.flatMap(unexplainedTraps))
    }

    @Test func `nothing is left to do in a comment`() {
        expectNone(project.files.flatMap(unfinishedNotes))
    }

    @Test func `background work is a service, never a loose task`() {
        expectNone(project.sources.flatMap(looseTasks))
    }

    // MARK: The rules can fail

    @Test(arguments: ["struct A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1"])
    func `an unsafe word is refused outside its targets, and without its proof`(code: String) {
        let proven = "// Guarded by the lock below.\n" + code
        #expect(unprovenSendability(in: sample(proven)).count == 1)
        #expect(unprovenSendability(in: sample(code, in: "Persistence")).count == 1)
        #expect(unprovenSendability(in: sample("// swift-format-ignore\n" + code, in: "Persistence")).count == 1)
        #expect(unprovenSendability(in: sample(proven, in: "SearchEngine")).isEmpty)
    }

    @Test(arguments: ["let a = try! b()", "let a = b as! C", "fatalError(\"no\")"])
    func `a trap without a reason is refused`(code: String) {
        #expect(unexplainedTraps(in: sample("let c = 1 // a reason for something else\n" + code)).map(\.line) == [2])
        #expect(unexplainedTraps(in: sample("// The pattern is a constant.\n" + code)).isEmpty)
        #expect(unexplainedTraps(in: sample("// \(code)\nlet text = \"\(code.count)\"")).isEmpty)
    }

    @Test(arguments: ["TODO", "FIXME", "XXX"])
    func `a note to oneself is refused in a comment only`(word: String) {
        #expect(unfinishedNotes(in: sample("a\nb // \(word): later")).map(\.line) == [2])
        #expect(unfinishedNotes(in: sample("/*\n\(word)\n*/")).map(\.line) == [2])
        #expect(unfinishedNotes(in: sample("let a = \"\(word)\" // a\(word)b")).isEmpty)
    }

    @Test(arguments: [
        "Task { await f() }", "Task(priority: .low) { }", "Task.detached { }", "Task<Void, Never> { }",
        "let t = Task<[A<B>], Never>(priority: nil) { }",
    ])
    func `a loose task is refused`(code: String) {
        #expect(looseTasks(in: sample(code)).count == 1)
        #expect(looseTasks(in: sample(code, in: "TestSupport")).isEmpty)
    }

    @Test(arguments: [
        "try await Task.sleep(for: .seconds(1))", "let t: Task<Void, Never>", "func f() -> Task<Void, Never> { t }",
        "struct Task { }", "withTaskGroup(of: Void.self) { }",
    ])
    func `a task that is waited for passes`(code: String) {
        #expect(looseTasks(in: sample(code)).isEmpty)
    }
}
