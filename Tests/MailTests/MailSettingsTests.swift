import Testing

@testable import Mail

@Suite struct MailSettingsTests {
    @Test func `an address says everything`() throws {
        let settings = try MailSettings(
            url: "smtp://sh%40op:p%3Ass@mail.example.com:2525?tls=opportunistic&from=shop@example.com"
                + "&sender=My%20Shop&ca=/etc/ca.pem&hello=shop.example.com&timeout=5")
        #expect(settings.host == "mail.example.com")
        #expect(settings.port == 2525)
        #expect(settings.encryption == .opportunistic)
        #expect(settings.credentials == MailSettings.Credentials(user: "sh@op", password: "p:ss"))
        let shop = try MailAddress("shop@example.com", name: "My Shop")
        #expect(settings.from == shop)
        #expect(settings.trustedCertificates == "/etc/ca.pem")
        #expect(settings.hello == "shop.example.com")
        #expect(settings.timeouts.step == .seconds(5))
        #expect(settings.timeouts.message == .seconds(20))
    }

    @Test func `TLS is insisted on unless somebody says otherwise`() throws {
        let plain = try MailSettings(url: "smtp://host?from=a@b.example")
        #expect(plain.encryption == .required)
        #expect(plain.port == 587)
        let implicit = try MailSettings(url: "smtps://host?from=a@b.example")
        #expect(implicit.encryption == .implicit)
        #expect(implicit.port == 465)
    }

    @Test(arguments: [
        "", "http://host?from=a@b.example", "smtp://?from=a@b.example", "smtp://host", "smtp://host?from=nobody",
        "smtp://host/path?from=a@b.example", "smtp://host?from=a@b.example&tls=maybe",
        "smtps://host?from=a@b.example&tls=off", "smtp://user:secret@host?from=a@b.example&tls=off",
        "smtp://secret@host?from=a@b.example", "smtp://host?from=a@b.example&secret=1",
        "smtp://host?from=a@b.example&from=a@c.example", "smtp://host?from=a@b.example&timeout=0",
        "smtp://host?from=a@b.example&hello=a%20b", "smtp://user:secret@ho st?from=a@b.example",
        "smtp://user:secret@host:99999?from=a@b.example", "smtp://user:secret@host?from=a%0D%0Ab@c.example",
    ])
    func `what is wrong is said without the password`(url: String) {
        let error = #expect(throws: MailSettings.Invalid.self) { try MailSettings(url: url) }
        #expect(error?.description.hasPrefix("MAIL_URL ") == true)
        #expect(error?.description.contains("secret") == false)
    }
}
