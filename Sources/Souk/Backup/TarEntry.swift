import Foundation

/// The header of one file in a tar archive (POSIX.1-1988 "ustar"), 512 bytes. Sizes from 8 GiB on are written in base
/// 256, as GNU tar does.
struct TarEntry: Equatable {
    let name: String
    let size: Int
    let mode: Int
    let modified: Int

    static let blockSize = 512

    /// - Throws: `BackupError.name` when the name has no room.
    func header() throws -> [UInt8] {
        var block = [UInt8](repeating: 0, count: TarEntry.blockSize)
        let (prefix, rest) = try split()
        TarEntry.put(rest, at: 0, in: &block)
        TarEntry.put(octal(mode & 0o7777, digits: 7), at: 100, in: &block)
        TarEntry.put(octal(0, digits: 7), at: 108, in: &block)
        TarEntry.put(octal(0, digits: 7), at: 116, in: &block)
        putSize(in: &block)
        TarEntry.put(octal(max(modified, 0), digits: 11), at: 136, in: &block)
        TarEntry.put(Array("0".utf8), at: 156, in: &block)
        TarEntry.put(Array("ustar\0".utf8) + Array("00".utf8), at: 257, in: &block)
        TarEntry.put(prefix, at: 345, in: &block)
        TarEntry.put(octal(TarEntry.sum(block), digits: 6) + [0, UInt8(ascii: " ")], at: 148, in: &block)
        return block
    }

    /// The header in that block; `nil` for a block of zeros, which is the end.
    /// - Throws: `BackupError.damaged`.
    init?(block: [UInt8]) throws {
        guard block.contains(where: { $0 != 0 }) else { return nil }
        guard let sum = TarEntry.number(block[148..<156]), sum == TarEntry.sum(block) else {
            throw BackupError.damaged("a header of the archive has a wrong checksum")
        }
        guard block[156] == UInt8(ascii: "0"), let size = TarEntry.number(block[124..<136]), size >= 0,
            let mode = TarEntry.number(block[100..<108]), let modified = TarEntry.number(block[136..<148])
        else { throw BackupError.damaged("the archive holds something else than files") }
        let (prefix, rest) = (TarEntry.text(block[345..<500]), TarEntry.text(block[0..<100]))
        name = prefix.isEmpty ? rest : "\(prefix)/\(rest)"
        (self.size, self.mode, self.modified) = (size, mode, modified)
    }

    init(name: String, size: Int, mode: Int, modified: Int) {
        (self.name, self.size, self.mode, self.modified) = (name, size, mode, modified)
    }

    /// How many zeros fill the last block behind the content.
    var padding: Int { (TarEntry.blockSize - size % TarEntry.blockSize) % TarEntry.blockSize }

    /// Names of up to 100 bytes stand alone; longer ones are split at a slash.
    private func split() throws -> (prefix: [UInt8], name: [UInt8]) {
        let bytes = Array(name.utf8)
        if bytes.count <= 100 { return ([], bytes) }
        let cut = bytes.indices.first { bytes[$0] == UInt8(ascii: "/") && bytes.count - $0 - 1 <= 100 && $0 <= 155 }
        guard let cut, cut > 0 else { throw BackupError.name(name) }
        return (Array(bytes[..<cut]), Array(bytes[(cut + 1)...]))
    }

    private func putSize(in block: inout [UInt8]) {
        guard size >= 1 << 33 else { return TarEntry.put(octal(size, digits: 11), at: 124, in: &block) }
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
        TarEntry.put([0x80, 0, 0, 0] + bytes, at: 124, in: &block)
    }

    private func octal(_ number: Int, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: max(digits - text.count, 0)) + text).utf8)
    }

    private static func put(_ bytes: [UInt8], at offset: Int, in block: inout [UInt8]) {
        block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    /// The sum of all bytes, those of the checksum itself taken as spaces.
    private static func sum(_ block: [UInt8]) -> Int {
        block.enumerated().reduce(0) { $0 + (148..<156 ~= $1.offset ? 32 : Int($1.element)) }
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            guard field.dropFirst().prefix(field.count - 9).allSatisfy({ $0 == 0 }) else { return nil }
            return field.suffix(8).reduce(0) { $0 << 8 | Int($1) }
        }
        return Int(text(field).trimmingCharacters(in: .whitespaces), radix: 8)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}
