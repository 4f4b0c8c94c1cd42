import Identity
import Kernel
import WebSupport

/// A session as its owner sees it.
struct SessionAnswer: Answer {
    let session: Session
    let isCurrent: Bool

    static let example = SessionAnswer(session: Session.example, isCurrent: true)

    func write(to object: inout AnswerWriter) {
        object.member("id", session.id, "The identity of the session.")
        object.member("current", isCurrent, "Whether it is the one that asks.")
        object.member("device", session.device, "What the device calls itself.")
        object.member("address", session.address, "The address that it was last refreshed from.")
        object.member("created_at", session.createdAt, "When it began.")
        object.member("last_used_at", session.lastUsedAt, "When it was last used, to five minutes.")
    }
}

/// All sessions of a user.
struct SessionsAnswer: Answer {
    let sessions: [SessionAnswer]

    static let example = SessionsAnswer(sessions: [.example])

    func write(to object: inout AnswerWriter) {
        object.member("items", sessions, "Those that go on, the last used first.")
    }
}
