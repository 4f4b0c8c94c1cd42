// What libFuzzer calls, compiled into one module with the sources of SearchEngine: see scripts/fuzz.
import Foundation

/// The entry point that libFuzzer looks for: the first byte chooses what the others are taken for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let data, size > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data + 1, count: size - 1)
    switch data[0] % 4 {
    case 0: fuzzAnalysis(bytes)
    case 1: fuzzQuery(bytes)
    case 2: fuzzDocument(bytes)
    default: fuzzSnapshot(bytes)
    }
    return 0
}

/// Whatever the bytes, terms lie in the buffer and tokens in the text.
private func fuzzAnalysis(_ bytes: UnsafeBufferPointer<UInt8>) {
    var buffer = AnalysisBuffer()
    Analyzer.analyze(bytes, into: &buffer)
    let folded = buffer.bytes.count
    for token in buffer.tokens.tokens {
        precondition(token.source.lowerBound >= 0 && token.source.upperBound <= bytes.count)
        precondition(token.bytes.upperBound <= folded && !token.bytes.isEmpty)
    }
    for term in buffer.terms {
        precondition(term.bytes.upperBound <= folded && term.surface.upperBound <= folded)
        precondition(term.token >= 0 && term.span > 0 && term.token + term.span <= buffer.tokens.tokens.count)
    }
    _ = CodeAnalyzer.terms(of: String(decoding: bytes, as: UTF8.self), buffer: &buffer)
}

/// Any text gets an answer whose hits come in order and whose explanations add up.
private func fuzzQuery(_ bytes: UnsafeBufferPointer<UInt8>) {
    var query = Query(String(decoding: bytes, as: UTF8.self), limit: 50, highlight: true, explain: true)
    query.pinned = ["3"]
    query.facets = [.values(field: "brand", limit: 5)]
    let answer = index.search(query)
    precondition(answer.total >= answer.hits.count)
    for hit in answer.hits {
        let score = hit.explanation?.score ?? .infinity
        precondition(abs(score - hit.score) <= 1e-3 * max(1, hit.score), "\(score) is not \(hit.score)")
    }
    let scores = answer.hits.filter { !$0.isPinned }.map(\.score)
    precondition(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
    _ = index.complete(query.text)
}

/// A document of any text is found by its id, and goes when it is deleted.
private func fuzzDocument(_ bytes: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    var document = Document(id: "fuzz", text: ["name": text, "description": text])
    document.codes["sku"] = [text]
    document.keywords["brand"] = [text]
    document.paths["category"] = [text.split(separator: "/").map(String.init)]
    index.apply([.put(document)])
    precondition(index.contains(id: "fuzz"))
    _ = index.search(Query(String(text.prefix(40))))
    index.apply([.delete(id: "fuzz")])
    precondition(!index.contains(id: "fuzz"))
}

/// A snapshot with other bytes in it is refused or, where they are the same ones, answers as before.
private func fuzzSnapshot(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 3, !snapshot.isEmpty else { return }
    var changed = snapshot
    let at = (Int(bytes[0]) << 8 | Int(bytes[1])) % changed.count
    let patch = bytes.dropFirst(2)
    for (offset, byte) in patch.enumerated() where at + offset < changed.count { changed[at + offset] = byte }
    if bytes[0] & 1 == 1 { changed.removeLast(min(changed.count, patch.count)) }
    let url = folder.appending(path: "changed.index")
    guard (try? Data(changed).write(to: url)) != nil else { return }
    guard let loaded = try? SearchIndex.load(from: url, schema: schema, settings: settings) else { return }
    precondition(changed == snapshot, "a changed snapshot was taken")
    precondition(loaded.index.search(Query("lamp")).total == index.search(Query("lamp")).total)
}

private let schema = Schema(
    text: [.init("name", boost: 3), .init("description")], codes: ["sku"], keywords: ["brand"], paths: ["category"],
    completions: [.title(textField: "name", kind: "product"), .keyword("brand", kind: "brand")])

private let settings = SearchSettings(synonyms: [
    .multiWay(["lamp", "light", "floor lamp"]), .oneWay("tv", means: ["television", "flat screen"]),
])

private let folder: URL = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "search-fuzz-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}()

private let index: SearchIndex = {
    let index = SearchIndex(schema: schema, settings: settings)
    let names = [
        "Desk lamp 24 inch", "television flat screen", "HP dv7-1211ea notebook", "notebook bag", "micro sd card 32GB",
        "006R90321 toner", "light bulb 60 W", "floor lamp", "電球 デスク", "bookcase oak", "book case", "wi-fi router",
    ]
    index.apply(
        names.enumerated().map { number, name in
            var document = Document(id: "\(number)", text: ["name": name, "description": "\(name) for the home"])
            document.codes["sku"] = ["L-\(number)00"]
            document.keywords["brand"] = [number % 2 == 0 ? "Acme" : "Zeta"]
            document.paths["category"] = [["home", number % 3 == 0 ? "lamp" : "notebook"]]
            return .put(document)
        })
    return index
}()

private let snapshot: [UInt8] = {
    let url = folder.appending(path: "whole.index")
    try? index.save(to: url, tag: [1, 2, 3])
    return (try? Data(contentsOf: url)).map { Array($0) } ?? []
}()
