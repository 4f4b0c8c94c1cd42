import Crypto
import Foundation
package import Identity
package import Kernel

/// What stays the same over restarts and signs or encrypts whatever must not be made up or read by others.
package struct Secrets: Sendable {
    /// The file of the secret in the data directory.
    static let fileName = "secret"
    /// Everything is derived from the one secret, for each purpose anew.
    package let box: SecretBox
    /// Signs the cursors of feeds.
    package let cursors: CursorSigner

    /// Takes the secret of the settings, or reads the kept one, making it when it is not there.
    /// - Throws: `StartError`.
    init(in directory: URL, secretKey: String?) throws(StartError) {
        let file = directory.appending(path: Secrets.fileName)
        let secret = if let secretKey { secretKey } else { try Secrets.keep(file) }
        self.init(secret: secret)
    }

    /// Whether there is a secret, in the settings or kept.
    static func areThere(in directory: URL, secretKey: String?) -> Bool {
        secretKey != nil
            || FileManager.default.fileExists(atPath: directory.appending(path: Secrets.fileName).path)
    }

    private init(secret: String) {
        box = SecretBox(secret: Array(secret.utf8))
        cursors = CursorSigner(secret: box.code(of: [], for: "cursors"))
    }

    /// The text of a key file, made with 256 random bits when it is not there. Two processes that make it at the same
    /// time agree: the file is made whole under another name and linked, and the second link fails.
    private static func keep(_ file: URL) throws(StartError) -> String {
        if FileManager.default.fileExists(atPath: file.path) { return try read(file) }
        let key = SymmetricKey(size: .bits256).withUnsafeBytes(\.hexadecimal)
        let draft = file.appendingPathExtension(ID<Secrets>().description)
        do {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            guard FileManager.default.createFile(atPath: draft.path, contents: Data(key.utf8), attributes: attributes)
            else { throw CocoaError(.fileWriteUnknown) }
            defer { try? FileManager.default.removeItem(at: draft) }
            try FileManager.default.linkItem(at: draft, to: file)
            return key
        } catch {
            if FileManager.default.fileExists(atPath: file.path) { return try read(file) }
            throw StartError("The key file \(file.path) cannot be written: \(error.reason)")
        }
    }

    private static func read(_ file: URL) throws(StartError) -> String {
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw StartError("The key file \(file.path) cannot be read as text by this user: \(error.reason)")
        }
        let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard key.utf8.count >= 16 else {
            throw StartError("\(file.path) holds no key of at least 16 characters. Remove it to have one made.")
        }
        return key
    }
}
