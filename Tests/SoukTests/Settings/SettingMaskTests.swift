import Testing

@testable import Souk

struct SettingMaskTests {
    @Test(arguments: [
        ("postgres://souk:hidden@db:5432/shop", "postgres://souk:••••@db:5432/shop"),
        ("postgres://souk@db/shop", "postgres://souk@db/shop"), ("postgres:///shop", "postgres:///shop"),
        ("postgres://souk:hid/den?hid@den@db/shop", "postgres://souk:••••@db/shop"),
        (
            "postgres://db/shop?user=souk&password=hidden&sslmode=require",
            "postgres://db/shop?user=souk&password=••••&sslmode=require"
        ),
        ("postgres://db/shop?sslpassword=hidden", "postgres://db/shop?sslpassword=••••"), ("hidden", "••••"),
        ("smtp://:hidden@mail", "smtp://:••••@mail"),
    ])
    func `a password in an address is hidden, however odd the address is`(address: String, shown: String) {
        #expect(SettingMask.password.show(address) == shown)
    }

    @Test(arguments: ["", "a", "a very long secret"])
    func `how long a secret is stays hidden too`(secret: String) {
        #expect(SettingMask.everything.show(secret) == "••••")
    }
}
