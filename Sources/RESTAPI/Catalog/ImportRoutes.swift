import Catalog
import HTTPTypes
import Identity
import Kernel
import WebSupport

/// An import as REST version 1 shows it.
struct ImportAnswer: Answer {
    let value: CatalogImport
    var showsRejects = true

    func write(to object: inout AnswerWriter) {
        object.member("id", value.id, "Its identity.")
        object.member(
            "state", value.state, "`done` says that the file was read to its end, whatever became of its records.")
        object.member("format", value.order.format, "What is in the file.")
        object.member("dry_run", value.order.isDryRun, "Whether everything is checked and nothing written.")
        object.member("strict", value.order.isStrict, "Whether unknown fields make a record a reject.")
        object.member("size", value.size, "Bytes of the file as it was sent.")
        object.member("bytes_read", value.counts.bytes, "How many of them were read.")
        object.member("read", value.counts.read, "Records that were read.")
        object.member("created", value.counts.created, "Products that were made.")
        object.member("updated", value.counts.updated, "Products that were changed.")
        object.member("unchanged", value.counts.unchanged, "Products that were so already.")
        object.member("rejected", value.counts.rejected, "Records that did not go in.")
        object.member("warnings", value.counts.warnings, "Records that went in otherwise than they were written.")
        object.member("problem", value.problem, "Why it failed, or why the file ended before its end.")
        object.optional(
            "rejects", showsRejects ? value.rejects.map(RejectAnswer.init) : nil,
            "The first 200 records that did not go in or not as they were written, once it is over."
        )
        object.member("created_at", value.createdAt, "When it was sent in.")
        object.member("finished_at", value.finishedAt, "When it was over.")
    }
}

extension CatalogImport.State: AnswerValue, TextInput {}
extension TransferFormat: AnswerValue, TextInput {}

/// A record that did not go in, or not as it was written: a line of a rejects file.
struct RejectAnswer: Answer {
    let reject: CatalogImport.Reject

    init(_ reject: CatalogImport.Reject) {
        self.reject = reject
    }

    func write(to object: inout AnswerWriter) {
        object.member("line", reject.line, "Where it begins in the file, from 1.")
        object.member("field", reject.field, "The field or column at fault; empty for the whole record.")
        object.member("code", reject.code, "A stable word for programs.")
        object.member("message", reject.message, "What was wrong and what is allowed.")
        object.member("record", reject.record, "The record, cut at 2,000 characters.")
    }
}

/// The imports of the last 30 days.
struct ImportsAnswer: Answer {
    let items: [CatalogImport]

    static let example = ImportsAnswer(items: [ImportAnswer.example.value])

    func write(to object: inout AnswerWriter) {
        object.member(
            "items", items.map { ImportAnswer(value: $0, showsRejects: false) }, "The newest first, at most 100.")
    }
}

/// `POST /admin/imports`
struct StartImport: Operation {
    static let declaration = Declaration(
        .post, "/admin/imports", "Import products from a file",
        description: """
            Takes what `souk import` takes, and what an export gives: JSON Lines as `application/x-ndjson` or CSV as \
            `text/csv`, plain or with `Content-Encoding: gzip`. Answered as soon as the file is kept; a worker reads it \
            then, and `GET` of the address in `Location` tells how far it is. Bad records never stop the rest. Sent \
            again, the same file changes nothing. Larger files are imported by `souk import`.
            """,
        tag: .imports, permission: .manageCatalog, bodyLimit: 64 << 20)

    @Upload("The products.", types: ["application/x-ndjson", "text/csv"]) var file: UploadedFile
    @Query("Whether to check everything and write nothing.") var dryRun = false
    @Query("Whether unknown fields make a record a reject, and unknown columns refuse the file.") var strict = false

    func answer(_ imports: CatalogImports, _ call: Call) async throws -> Taken<ImportAnswer> {
        let order = CatalogImport.Order(
            file.type == "text/csv" ? .csv : .jsonLines, isDryRun: dryRun, isStrict: strict)
        let taken = try await imports.take(
            file.url, size: file.length, order, receipt: call.receipt { StartImport.output($0) })
        return StartImport.output(taken)
    }

    private static func output(_ taken: CatalogImport) -> Taken<ImportAnswer> {
        Taken(ImportAnswer(value: taken)).with(.location, "/api/v1/admin/imports/\(taken.id)")
    }
}

/// `GET /admin/imports`
struct ListImports: Operation {
    static let declaration = Declaration(
        .get, "/admin/imports", "List imports", tag: .imports, permission: .manageCatalog)

    func answer(_ imports: CatalogImports, _ call: Call) async throws -> Reply<ImportsAnswer> {
        .ok(ImportsAnswer(items: try await imports.list()))
    }
}

/// `GET /admin/imports/{file}`
struct ReadImport: Operation {
    static let declaration = Declaration(
        .get, "/admin/imports/{file}", "Read an import", tag: .imports, permission: .manageCatalog,
        errors: [CatalogError.importNotFound])

    @Path("Its id.") var file: ID<CatalogImport>

    func answer(_ imports: CatalogImports, _ call: Call) async throws -> Reply<ImportAnswer> {
        .ok(ImportAnswer(value: try await imports.find(file)))
    }
}
