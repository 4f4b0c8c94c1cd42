import Glibc

/// Looks for keys in the tree of a store, in order and no further than needed.
struct BlobListing {
    let prefix: String
    let after: String
    let limit: Int

    /// The first keys behind `after`, of all 256 trees.
    func keys(in blobs: String) throws -> [BlobKey] {
        var found: [BlobKey] = []
        for bucket in try BlobFolder.names(in: blobs) {
            var keys: [BlobKey] = []
            try walk("\(blobs)/\(bucket)", "", &keys)
            found += keys
        }
        return Array(found.sorted().prefix(limit))
    }

    /// Depth first; a folder sorts as its name with a slash, as all keys in it begin so.
    private func walk(_ folder: String, _ path: String, _ keys: inout [BlobKey]) throws {
        for name in try BlobFolder.names(in: folder).map(entry).sorted() where keys.count < limit {
            if name.hasSuffix("/") {
                let inner = path + name
                if mayHold(inner) { try walk(folder + "/" + name.dropLast(), inner, &keys) }
            } else if path + name > after, (path + name).hasPrefix(prefix), let key = try? BlobKey(path + name) {
                keys.append(key)
            }
        }
    }

    private func entry(_ name: String) -> String {
        name.hasSuffix(BlobFolder.ending) ? String(name.dropLast(BlobFolder.ending.count)) : name + "/"
    }

    /// Whether a key that begins so may have the prefix and lie behind `after`.
    private func mayHold(_ beginning: String) -> Bool {
        let matches = beginning.hasPrefix(prefix) || prefix.hasPrefix(beginning)
        return matches && (beginning > after || after.hasPrefix(beginning))
    }
}
