/// Why a backup could not be made or restored, and what to do.
package enum BackupError: Error, Equatable, Sendable {
    /// The file for the backup cannot be used; why.
    case target(String)
    /// A file of the shop has a name that an archive has no room for.
    case name(String)
    /// The backup cannot be read or is not whole; why.
    case damaged(String)
    /// The backup is of another sort or of a newer version; what to do.
    case unfit(String)
    /// There is a shop already where the backup is to go.
    case occupied(String)
    /// A program of PostgreSQL failed or is not there; what it said.
    case tool(String)
}

extension BackupError: CustomStringConvertible {
    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .target(let reason), .unfit(let reason): reason
        case .name(let name): "The name of \(name) is too long for an archive. Shorten it and try again."
        case .damaged(let reason): "The backup is damaged: \(reason). Take another one; nothing was changed."
        case .occupied(let place):
            "There is a shop in \(place) already. Say --force to replace it, or name another place."
        case .tool(let reason): reason
        }
    }
}
