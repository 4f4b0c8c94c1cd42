import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Souk

/// Somebody with an account who is signed in.
struct Member: Sendable {
    static let password = "four words of a test"
    let id: ID<User>
    let email: String
    let token: String
    let refreshToken: String
    let deviceToken: String

    /// The header that a program sends.
    var bearer: HTTPFields { [.authorization: "Bearer \(token)"] }
}

extension Shop {
    /// A new account of that role, signed in.
    func member(_ role: Role = .customer) async throws -> Member {
        let email = "\(role.rawValue)-\(ID<Member>().description.suffix(12))@shop.example"
        let user = try await identity.accounts.create(
            Registration(email: email, password: Member.password), role: role)
        return try await signIn(user)
    }

    /// One more session of an account.
    func signIn(_ user: User) async throws -> Member {
        let outcome = try await identity.sessions.logIn(
            email: user.email, password: Member.password, from: Client(userAgent: "tests"))
        guard case .signedIn(let login) = outcome else { throw IdentityError.incorrectCredentials }
        let tokens = try await identity.sessions.tokens(for: login)
        return Member(
            id: user.id, email: user.email, token: tokens.accessToken, refreshToken: tokens.refreshToken,
            deviceToken: login.deviceProof)
    }

    /// The value of a browser's cookie for a new session.
    func cookie(of member: Member) async throws -> (header: String, session: ID<Session>) {
        let outcome = try await identity.sessions.logIn(
            email: member.email, password: Member.password, from: Client(userAgent: "Mozilla/5.0 Firefox/140 Linux"))
        guard case .signedIn(let login) = outcome else { throw IdentityError.incorrectCredentials }
        return ("__Host-souk_session=" + identity.sessions.cookie(for: login), login.session)
    }
}
