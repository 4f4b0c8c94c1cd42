import CZlib
import Foundation
import Kernel
import Persistence
import Synchronization
import TestSupport

@testable import Catalog

/// What the tests of import and export share: files, compression, and a shop as text to be compared.
enum TransferFixture {
    static let migrations = OutboxMigrations.all + CatalogMigrations.all + CatalogMigrations.vendors

    /// Runs `body` with a file of that content, which is removed afterwards.
    static func withFile<Value>(
        _ bytes: [UInt8], named name: String = "products.jsonl", _ body: (ImportSource) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("souk-\(ID<Void>())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return try await body(.file(file.path))
    }

    /// The bytes as one gzip member (RFC 1952).
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard souk_gzip_init(&stream) == Z_OK else { return [] }
        defer { deflateEnd(&stream) }
        var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1024))
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(count))
    }

    /// Every record of a file's text.
    static func records(
        _ bytes: [UInt8], _ format: TransferFormat = .jsonLines, strict: Bool = false
    ) async throws -> (records: [ReadRecord], warnings: [ImportReject], damage: String?) {
        try await withFile(bytes) { source in
            let input = try InputBuffer(source)
            var reader: any RecordReader =
                format == .csv ? try CSVReader(input, strict: strict) : JSONLinesReader(input, strict: strict)
            var records: [ReadRecord] = []
            while let record = try reader.next() { records.append(record) }
            return (records, reader.warnings, input.damage)
        }
    }
}

/// An import into a test's database, and what it refused.
struct TestImport {
    let report: ImportReport
    let rejects: [ImportReject]

    var refused: [ImportReject] { rejects.filter { !$0.isWarning } }

    init(
        _ text: String, as format: TransferFormat = .jsonLines, into database: any Database,
        _ configure: (inout ProductImport.Options) -> Void = { _ in }
    ) async throws {
        try await self.init(Array(text.utf8), as: format, into: database, configure)
    }

    init(
        _ bytes: [UInt8], as format: TransferFormat = .jsonLines, into database: any Database,
        _ configure: (inout ProductImport.Options) -> Void = { _ in }
    ) async throws {
        var options = ProductImport.Options()
        configure(&options)
        let products = ProductImport(database, options: options)
        let collected = Mutex<[ImportReject]>([])
        report = try await TransferFixture.withFile(bytes) { source in
            try await products.run(from: source, format: format, rejects: { new in collected.withLock { $0 += new } })
        }
        rejects = collected.withLock { $0 }
    }
}

extension Database {
    /// The export of the whole shop.
    func export(_ format: TransferFormat = .jsonLines) async throws -> [UInt8] {
        let collected = Mutex<[UInt8]>([])
        _ = try await ProductExport(self).run(format: format) { bytes in collected.withLock { $0 += bytes } }
        return collected.withLock { $0 }
    }

    /// Everything about the shop but ids and times: the export, versions, and the slugs of categories.
    func portrait() async throws -> [String] {
        let versions = try await read { transaction in
            try transaction.products(where: "TRUE").sorted {
                Array($0.slug.utf8).lexicographicallyPrecedes($1.slug.utf8)
            }
            .map { "\($0.slug) \($0.version) \($0.category?.slug ?? "")" }
        }
        let categories = try await read { try $0.categories().map { "\($0.slug) \($0.path)" }.sorted() }
        return versions + categories + [String(decoding: try await export(), as: UTF8.self)]
    }

    /// How many events the outbox holds.
    func eventCount() async throws -> Int {
        try await read { try $0.value("SELECT count(*) FROM events", as: Int.self) ?? -1 }
    }

    /// The product with that external id.
    func product(_ externalID: String) async throws -> Product? {
        try await read { try $0.products(where: "p.external_id = \(externalID)").first }
    }
}
