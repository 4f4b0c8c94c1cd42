import Testing

private let project = SourceTree.project

@Suite struct LengthTests {
    @Test func `no function is longer than its limit`() {
        expectNone(
            lengthViolations(
                project.files.flatMap(\.measuredFunctions), limit: LengthLimit.function,
                baseline: LengthBaseline.functions))
    }

    @Test func `no file is longer than its limit`() {
        expectNone(
            lengthViolations(
                project.files.map(\.measuredFile), limit: LengthLimit.file, baseline: LengthBaseline.files))
    }

    @Test func `the whole tree was read`() {
        #expect(project.sources.contains { $0.path == "Sources/Kernel/Money.swift" && $0.functionBodies.count > 3 })
        #expect(project.tests.contains { $0.path == "Tests/TidyTests/LengthTests.swift" && $0.length > 40 })
    }

    // MARK: The rules can fail

    @Test func `bodies of every kind are found, nested ones too`() {
        let file = SourceFile(
            """
            struct A {
                init?<T>(_ t: T = { 1 }()) where T: B {
                    self.init(1)
                }
                static func == (l: A, r: A) -> Bool {
                    func inner() { 1 }
                    return "{" == "}"
                }
                var x: [Int] { [] }
                var y = make { 1 }
                subscript(i: Int) -> Int
                {
                    get { 1 }
                }
                deinit { }
            }
            """)
        #expect(
            file.functionBodies == [
                FunctionBody(name: "init", line: 2, length: 1), FunctionBody(name: "==", line: 5, length: 2),
                FunctionBody(name: "inner", line: 6, length: 0), FunctionBody(name: "x", line: 9, length: 0),
                FunctionBody(name: "subscript", line: 11, length: 1), FunctionBody(name: "deinit", line: 15, length: 0),
            ])
    }

    @Test func `what has no body is not given the next one's`() {
        let file = SourceFile(
            """
            protocol P {
                func a() -> Int
                init()
            }
            func b() -> @Sendable () -> Void {
                var local: Int
                if c { local = 1 }
                guard var d: Int = e else { return }
            }
            """)
        #expect(file.functionBodies == [FunctionBody(name: "b", line: 5, length: 3)])
    }

    @Test func `growth is refused with the place and the limit`() {
        let found = lengthViolations([measured(12)], limit: 10, baseline: [:])
        #expect(found.map(\.description) == ["a.swift:7: a.swift: f has 12 lines, the limit is 10: split it"])
        #expect(lengthViolations([measured(10)], limit: 10, baseline: [:]).isEmpty)
    }

    @Test func `an exception may stay but not grow`() {
        #expect(lengthViolations([measured(12)], limit: 10, baseline: ["a.swift: f": 12]).isEmpty)
        #expect(lengthViolations([measured(13)], limit: 10, baseline: ["a.swift: f": 12]).count == 1)
    }

    @Test func `an exception that shrank or went away leaves the baseline`() {
        let baseline = ["a.swift: f": 12]
        let lower = lengthViolations([measured(11)], limit: 10, baseline: baseline)
        #expect(lower.map(\.message) == ["a.swift: f has 11 lines, the baseline says 12: lower its number to 11"])
        let gone = lengthViolations([], limit: 10, baseline: baseline)
        #expect(gone.map(\.message) == ["a.swift: f has 0 lines, the baseline says 12: remove its row"])
    }

    private func measured(_ length: Int) -> Measured {
        Measured(name: "a.swift: f", path: "a.swift", line: 7, length: length)
    }
}
