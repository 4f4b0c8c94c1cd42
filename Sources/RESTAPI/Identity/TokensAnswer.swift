import Identity
import Kernel
import WebSupport

/// What a client needs to speak for a session (RFC 6749 §5.1).
struct TokensAnswer: Answer {
    let tokens: TokenPair
    let user: User

    static let example = TokensAnswer(
        tokens: TokenPair(
            accessToken: "eyJhbGciOiJSUzI1NiJ9.eyJzdWIi….c2lnbmF0dXJl", expiresIn: 3600,
            refreshToken: "AZAKXayWd0u8zrMC…"),
        user: User.example)

    func write(to object: inout AnswerWriter) {
        object.write(tokens)
        object.member("user", SignedInUserAnswer(user: user), "Who signed in.")
    }
}

/// The next two tokens of a session.
struct RefreshedTokensAnswer: Answer {
    let tokens: TokenPair

    static let example = RefreshedTokensAnswer(tokens: TokensAnswer.example.tokens)

    func write(to object: inout AnswerWriter) {
        object.write(tokens)
    }
}

extension AnswerWriter {
    fileprivate mutating func write(_ tokens: TokenPair) {
        member("access_token", tokens.accessToken, "Send it as Authorization: Bearer TOKEN.")
        member("token_type", "bearer", "Always bearer.")
        member("expires_in", tokens.expiresIn, "Seconds until the access token ends.")
        member("refresh_token", tokens.refreshToken, "Exchange it for the next two at /auth/refresh, once.")
    }
}
