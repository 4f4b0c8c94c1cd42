import HTTPTypes
import Hummingbird
import Identity
import Kernel
import WebSupport

/// Secrets that a page shows once, after the form that made them: recovery codes, an API key.
///
/// Shown in the answer to the form itself, a reload would send it again, and make another key or void the codes that were
/// just written down. So the answer leads on, and what is to be shown goes along in a cookie: sealed, for a minute, for one
/// page of one session. The page that shows it takes it away.
struct ShownOnce: Equatable {
    let room: Room
    let session: ID<Session>
    let title: String
    let text: String
    let secrets: [String]
    let expiresAt: Timestamp

    static let lifetime = Duration.seconds(60)
    private static let purpose = "shown once"

    init(
        in room: Room, of session: ID<Session>, title: String, text: String, _ secrets: [String], at now: Timestamp
    ) {
        (self.room, self.session, self.title) = (room, session, title)
        (self.text, self.secrets) = (text, secrets)
        expiresAt = now.advanced(by: ShownOnce.lifetime)
    }

    /// What the browser carries from one page to the next.
    func sealed(by box: SecretBox) throws -> String {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("room", room.rawValue)
            writer.member("session", session.description)
            writer.member("title", title)
            writer.member("text", text)
            writer.member("secrets", secrets.joined(separator: "\n"))
            writer.member("expires_at", Int(expiresAt.microseconds))
        }
        return try box.seal(writer.bytes, for: ShownOnce.purpose).base64URL
    }

    /// Reads what a browser carried; `nil` when we have not sealed it, or it is for another page, session or time.
    init?(sealed cookie: String, for room: Room, of session: ID<Session>, _ box: SecretBox, at now: Timestamp) {
        guard let bytes = [UInt8](base64URL: cookie), let clear = try? box.open(bytes, for: ShownOnce.purpose),
            let members = try? JSONValue(parsing: clear).members
        else { return nil }
        func word(_ name: String) -> String? {
            guard case .string(let text)? = members.first(where: { $0.name == name })?.value else { return nil }
            return text
        }
        guard case .number(let end)? = members.first(where: { $0.name == "expires_at" })?.value,
            let expiresAt = Int64(end).map({ Timestamp(microseconds: $0) }), now < expiresAt,
            word("room") == room.rawValue, word("session") == session.description,
            let title = word("title"), let words = word("text"), let secrets = word("secrets")
        else { return nil }
        (self.room, self.session, self.title, self.text, self.expiresAt) = (room, session, title, words, expiresAt)
        self.secrets = secrets.split(separator: "\n").map { String($0) }
    }

    /// The card that shows it.
    var panel: Panel {
        Panel(
            title: title, texts: [text], codes: secrets,
            buttons: [Link(text: secrets.count > 1 ? "I have kept them" : "I have kept it", url: room.path)])
    }
}

extension AccountPages {
    /// On to a room that shows these, once.
    func show(_ secrets: [String], title: String, text: String, in room: Room, _ visit: Visit) throws -> Response {
        let shown = ShownOnce(
            in: room, of: visit.session, title: title, text: text, secrets, at: WallClock.system.now)
        var response = Response.seeOther(room.path)
        response.headers.set(cookies.cookie(.shownOnce, try shown.sealed(by: box), for: ShownOnce.lifetime))
        return response
    }

    /// What a room has to show once, before anything else; `nil` when there is nothing.
    func shownOnce(in room: Room, _ visit: Visit) async throws -> Response? {
        guard let kept = cookies.value(of: .shownOnce, in: visit.request.headers) else { return nil }
        guard let shown = ShownOnce(sealed: kept, for: room, of: visit.session, box, at: WallClock.system.now) else {
            return nil
        }
        var response = try await self.room(room, for: visit) { _ in [shown.panel] }
        response.headers.set(cookies.removal(of: .shownOnce))
        return response
    }
}
