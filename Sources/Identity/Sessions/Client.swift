package import Kernel

/// From where somebody asks: what is written down with a session and into the audit log.
package struct Client: Sendable {
    /// The address that the request came from.
    package let address: IPAddress?
    /// What its program calls itself, made readable: `Firefox on Linux`.
    package let device: String
    /// What proves that the device has logged in before; `nil` when it sent nothing.
    package let deviceProof: String?

    /// A client.
    /// - Parameter userAgent: the header, as it was sent.
    package init(address: IPAddress? = nil, userAgent: String? = nil, deviceProof: String? = nil) {
        (self.address, self.deviceProof) = (address, deviceProof)
        device = DeviceName.reading(userAgent ?? "")
    }

    /// The shop itself, on its operator's command.
    package static let commandLine = Client(userAgent: "souk")
}

/// What people call a device, guessed from the `User-Agent` header. Nothing depends on it.
enum DeviceName {
    /// In this order, since most browsers also call themselves by the names of others.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    static func reading(_ userAgent: String) -> String {
        guard userAgent.hasPrefix("Mozilla/") else { return program(userAgent) }
        let text = String(userAgent.prefix(500))
        let browser = browsers.first { text.contains($0.0) }?.1 ?? "Browser"
        guard let system = systems.first(where: { text.contains($0.0) })?.1 else { return browser }
        return "\(browser) on \(system)"
    }

    /// The name before the version: `curl` for `curl/8.5.0`.
    private static func program(_ userAgent: String) -> String {
        let name = userAgent.prefix(60).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return name.isEmpty ? "Unknown" : String(name)
    }
}
