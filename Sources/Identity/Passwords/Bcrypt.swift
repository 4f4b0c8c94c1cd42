import CCrypt
import Glibc

/// bcrypt as libcrypt has it, with the memory that it works in: 32 KB, on the heap, used again for every password.
///
/// Belongs to one thread. What a password leaves in the memory is wiped before the next one.
struct Bcrypt: ~Copyable {
    /// `struct crypt_data`, whose size libcrypt promises to be exactly this.
    private static let size = 32_768
    private let memory: UnsafeMutableRawPointer

    init() {
        memory = .allocate(byteCount: Bcrypt.size, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Bcrypt.size)
    }

    deinit {
        memory.deallocate()
    }

    /// The hash of a key without NUL, of which 72 bytes count; `nil` when `setting` is none.
    /// - Parameter setting: `$2b$12$` and a salt, or a whole hash, whose setting is then used again.
    func hash(_ key: [UInt8], setting: String) -> String? {
        defer { explicit_bzero(memory, Bcrypt.size) }
        let text = key.map { CChar(bitPattern: $0) } + [0]
        return crypt_rn(text, setting, memory, Int32(Bcrypt.size)).map { String(cString: $0) }
    }

    /// The beginning of a new hash: version 2b, the cost, and a salt of 128 bits.
    /// - Parameter cost: the logarithm of the rounds to base 2, 4 to 31.
    static func setting(cost: Int, salt: [UInt8]) -> String {
        precondition((4...31).contains(cost) && salt.count == 16, "what bcrypt takes")
        let random = salt.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: 64)
        _ = crypt_gensalt_rn("$2b$", UInt(cost), random, Int32(random.count), &output, Int32(output.count))
        return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
