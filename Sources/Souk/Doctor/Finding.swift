/// What a check of `souk doctor` found.
package struct Finding: Equatable, Sendable {
    /// How bad it is.
    package enum Status: String, Sendable, Comparable {
        /// As it should be.
        case ok
        /// The shop works, and somebody should look at it.
        case warning = "warn"
        /// The shop does not work, or not as it was told to.
        case failure = "fail"

        /// Better comes first.
        package static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }

        private var rank: Int { self == .ok ? 0 : self == .warning ? 1 : 2 }
    }

    /// What was looked at: `database`.
    package let name: String
    /// How bad it is.
    package let status: Status
    /// What was found.
    package let message: String
    /// What to do; `nil` when there is nothing to do.
    package let hint: String?

    static func ok(_ name: String, _ message: String) -> Finding {
        Finding(name: name, status: .ok, message: message, hint: nil)
    }

    static func warning(_ name: String, _ message: String, _ hint: String) -> Finding {
        Finding(name: name, status: .warning, message: message, hint: hint)
    }

    static func failure(_ name: String, _ message: String, _ hint: String) -> Finding {
        Finding(name: name, status: .failure, message: message, hint: hint)
    }
}

extension Finding {
    /// A setting that stops every other check, in the words of the refusal.
    package static func unreadableSetting(_ refusal: some StringProtocol) -> Finding {
        .failure("settings", String(refusal), "Mend it; `souk config --all` says what is allowed.")
    }
}
