import Foundation

/// The project as it lies on the disk, found from where this file was compiled.
struct SourceTree: Sendable {
    /// The Swift files below `Sources`.
    let sources: [SourceFile]
    /// The Swift files below `Tests`.
    let tests: [SourceFile]
    /// Every file below `Sources` and `Tests`, of any kind, from the root of the project.
    let paths: [String]

    /// Read once for all rules.
    static let project = SourceTree(root: URL(filePath: #filePath + "/../../..").standardizedFileURL)

    /// Everything there is.
    var files: [SourceFile] { sources + tests }

    /// The targets that have at least one file below that folder, `Sources` or `Tests`.
    func targets(in folder: String) -> Set<String> {
        Set(
            paths.compactMap { path in
                let parts = path.split(separator: "/")
                return parts.count > 2 && parts[0] == folder ? String(parts[1]) : nil
            }
        )
    }

    private init(root: URL) {
        let paths = ["Sources", "Tests"].flatMap { SourceTree.files(below: $0, of: root) }
        let read = paths.filter { $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: path, (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? "")
        }
        self.paths = paths
        sources = read.filter { $0.path.hasPrefix("Sources/") }
        tests = read.filter { $0.path.hasPrefix("Tests/") }
    }

    private static func files(below folder: String, of root: URL) -> [String] {
        let top = root.appending(path: folder).resolvingSymlinksInPath()
        let names = FileManager.default.enumerator(atPath: top.path())
        let visible = (names?.compactMap { $0 as? String } ?? []).filter {
            !$0.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        return visible.map { "\(folder)/\($0)" }.sorted().filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: top.path() + path.dropFirst(folder.count), isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }
}
