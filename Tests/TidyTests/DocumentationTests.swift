import Testing

@Suite struct DocumentationTests {
    @Test func `every package and public declaration is documented`() {
        expectNone(SourceTree.project.sources.flatMap(undocumented))
    }

    // MARK: The rule can fail

    @Test(arguments: [
        "package struct A {}",
        "public func f() {}",
        "\n// not three slashes\npackage let x = 1",
        "/// far away\n\npackage init() {}",
        "/// of another\nlet a = 1\n@inlinable package var b: Int { 1 }",
        "package nonisolated(unsafe) static var c = 1",
        "private(set) public var d = 1",
        "package class func e() {}",
        "package static let package = 1",
        "extension A where B: C {\n    package var d: Int { 1 }\n}",
        "extension A: B {}\npackage let e = 1",
    ])
    func `a declaration without documentation is found`(sample: String) {
        #expect(undocumented(in: SourceFile(sample)).count == 1)
    }

    @Test(arguments: [
        "/// A.\npackage struct A {}",
        "/// F.\n@inlinable\n@available(\n    macOS 14, *\n)\npublic func f() {}",
        "/// G.\n// swift-format-ignore: NeverForceUnwrap\npackage func g() {}",
        "/// D.\nprivate(set) package var d = 1",
        "package import Foundation",
        "public extension A {}",
        "extension A: B {\n    package var c: Int { 1 }\n}",
        "struct B { let c = package(d) }",
        "dependencies.package.struct",
    ])
    func `what is documented or needs nothing passes`(sample: String) {
        #expect(undocumented(in: SourceFile(sample)) == [])
    }

    @Test func `the declaration is named with its line`() {
        let found = undocumented(in: SourceFile("import A\n\npackage func add(_ a: Int) {}\n"))
        #expect(found.map(\.line) == [3])
        #expect(found.allSatisfy { $0.message.hasPrefix("`func add` has no `///`") })
    }
}
