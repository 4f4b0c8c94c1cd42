import Foundation

/// What keeps the shop from starting, said so that one knows what to do.
package struct StartError: Error, CustomStringConvertible {
    /// What is wrong and what to do.
    package let description: String

    /// An error with that message.
    package init(_ description: String) {
        self.description = description
    }

    static func noShop(in place: String) -> StartError {
        StartError("There is no shop in \(place). Name its directory with --data, or set DATABASE_URL.")
    }
}

/// The directory that holds everything the embedded default keeps.
enum DataDirectory {
    /// Makes the directory, for its owner only: keys lie in it.
    /// - Throws: `StartError` when it cannot be made or written to.
    static func prepare(_ directory: URL) throws(StartError) {
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartError("The data directory \(directory.path) cannot be made: \(error.reason)")
        }
        guard FileManager.default.isWritableFile(atPath: directory.path) else {
            throw StartError("The data directory \(directory.path) cannot be written to by this user.")
        }
    }
}

extension Error {
    /// The system's words for a failed file operation, without Cocoa's wrapping.
    var reason: String {
        if let code = (self as? CocoaError)?.code, code == .fileReadNoSuchFile || code == .fileNoSuchFile {
            return "there is no such file"
        }
        let error = self as NSError
        let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
        let code = underlying?.domain == NSPOSIXErrorDomain ? underlying?.code : nil
        return code.map { String(cString: strerror(Int32($0))) } ?? error.localizedDescription
    }
}
