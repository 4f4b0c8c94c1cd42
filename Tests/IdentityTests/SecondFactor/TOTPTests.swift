import Kernel
import Testing

@testable import Identity

@Suite struct TOTPTests {
    /// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func `Codes are those of the RFC`(seconds: Int64, code: String) {
        let moment = Timestamp(microseconds: seconds * 1_000_000)
        #expect(TOTP.code(Array("12345678901234567890".utf8), step: TOTP.step(at: moment)) == code)
    }

    @Test func `A code is known in its thirty seconds and those before and after`() {
        let secret = Array("12345678901234567890".utf8)
        let step = TOTP.step(at: Timestamp(microseconds: 1_111_111_109_000_000))
        let code = TOTP.code(secret, step: step)
        for distance in -3...3 {
            let moment = Timestamp(microseconds: (step + Int64(distance)) * 30_000_000)
            #expect((TOTP.step(of: code, secret, at: moment) == step) == (abs(distance) <= 1))
        }
        #expect(TOTP.step(of: "081 804", secret, at: Timestamp(microseconds: 1_111_111_109_000_000)) == step)
        for wrong in ["", "08180", "0818045", "081805", "٠٨١٨٠٤"] {
            #expect(TOTP.step(of: wrong, secret, at: Timestamp(microseconds: 1_111_111_109_000_000)) == nil)
        }
    }

    /// RFC 4648 §10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `Base32 is that of the RFC`(clear: String, coded: String) {
        #expect(TOTP.base32(Array(clear.utf8)) == coded)
    }

    @Test func `Recovery codes differ, and are known however they are typed`() {
        let box = SecretBox(secret: Array("the secret of the test's shop".utf8))
        let (user, code) = (ID<User>(), RecoveryCode.make())
        let hash = RecoveryCode.hash(code, of: user, box)
        #expect(RecoveryCode.hash(" \(code.uppercased().replacing("-", with: " ")) ", of: user, box) == hash)
        #expect(RecoveryCode.hash(code, of: ID(), box) != hash)
        #expect(Set((0..<1000).map { _ in RecoveryCode.make() }).count == 1000)
        #expect(code.count == 11 && !code.contains { "01ilo".contains($0) })
    }
}
