package import Kernel

/// Where a user's address may send us: public hosts over the usual ports.
package struct UserURLRules: Sendable {
    /// Ports beside 80 and 443.
    package var furtherPorts: Set<Int> = []
    /// Only https.
    package var isHTTPSOnly = false
    /// Networks that are allowed although they are not public: the operator's own, or 127.0.0.0/8 in tests.
    package var allowedNetworks: [IPRange] = []

    /// The usual rules.
    package init() {}

    /// What can be said without asking for the name's addresses. Call it when a user enters an address.
    /// - Throws: `OutboundError.forbiddenURL` or `forbiddenAddress`.
    package func check(_ url: OutboundURL) throws(OutboundError) {
        guard !isHTTPSOnly || url.scheme == .https else { throw .forbiddenURL("must begin with https://") }
        guard url.port == 80 || url.port == 443 || furtherPorts.contains(url.port) else {
            let ports = ([80, 443] + furtherPorts).sorted().map(String.init).joined(separator: ", ")
            throw .forbiddenURL("may have only these ports: \(ports)")
        }
        if let address = url.literalAddress { return try check([address], of: url.host) }
        guard !isLocalName(url.host) || !allowedNetworks.isEmpty else { throw .forbiddenAddress(host: url.host) }
    }

    /// One bad address spoils the name: who mixes public and private addresses is up to something.
    func check(_ addresses: [IPAddress], of host: String) throws(OutboundError) {
        guard !addresses.isEmpty else { throw .unknownName(host: host) }
        guard addresses.allSatisfy(isAllowed) else { throw .forbiddenAddress(host: host) }
    }

    private func isAllowed(_ address: IPAddress) -> Bool {
        PublicAddresses.contains(address) || allowedNetworks.contains { $0.contains(address) }
    }

    /// RFC 6761: `localhost` and what is below it, whatever the resolver says.
    private func isLocalName(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost")
    }
}
