package import Kernel

/// What `PublicKeyCredential.toJSON()` gives in a browser (WebAuthn level 3, 5.1.8), as far as we need it. Members that
/// we do not know are left alone: browsers add some with every year.
extension PasskeyRegistration {
    /// Reads the answer to a creation; `nil` when something is missing or no base64url.
    package init?(_ json: JSONValue) {
        guard json["type"]?.text == "public-key", let response = json["response"],
            let clientData = response["clientDataJSON"]?.base64URL,
            let attestationObject = response["attestationObject"]?.base64URL
        else { return nil }
        let transports = response["transports"]?.elements?.compactMap(\.text) ?? []
        self.init(clientData: clientData, attestationObject: attestationObject, transports: transports)
    }
}

extension PasskeyAssertion {
    /// Reads the answer to a request; `nil` when something is missing or no base64url.
    package init?(_ json: JSONValue) {
        guard json["type"]?.text == "public-key", let response = json["response"],
            let credentialID = json["rawId"]?.base64URL, let clientData = response["clientDataJSON"]?.base64URL,
            let authenticatorData = response["authenticatorData"]?.base64URL,
            let signature = response["signature"]?.base64URL
        else { return nil }
        let handle = response["userHandle"].flatMap { $0.text == "" ? nil : $0.base64URL }
        self.init(
            credentialID: credentialID, clientData: clientData, authenticatorData: authenticatorData,
            signature: signature, userHandle: handle)
    }
}

extension JSONValue {
    fileprivate var base64URL: [UInt8]? { text.flatMap { [UInt8](base64URL: $0) } }
}
