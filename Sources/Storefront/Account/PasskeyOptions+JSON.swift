import Identity
import Kernel
import WebSupport

/// As `passkeys.js` takes it: the members of WebAuthn's dictionaries, bytes as base64url.
extension PasskeyCreationOptions {
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.name("publicKey")
            object.object { key in
                key.member("challenge", challenge.base64URL)
                key.name("rp")
                key.object { party in
                    party.member("id", relyingParty.id)
                    party.member("name", relyingParty.name)
                }
                key.name("user")
                key.object { user in
                    user.member("id", userHandle.base64URL)
                    user.member("name", userName)
                    user.member("displayName", displayName)
                }
                key.name("pubKeyCredParams")
                key.array(algorithms) { array, algorithm in
                    array.object { parameter in
                        parameter.member("type", "public-key")
                        parameter.member("alg", algorithm)
                    }
                }
                key.name("excludeCredentials")
                key.array(excluded) { array, one in array.object { one.write(to: &$0) } }
                key.name("authenticatorSelection")
                key.object { selection in
                    selection.member("residentKey", "required")
                    selection.member("requireResidentKey", true)
                    selection.member("userVerification", "required")
                }
                key.member("attestation", "none")
                key.member("timeout", PasskeyTimeout.milliseconds)
            }
        }
        return writer.bytes
    }
}

extension PasskeyRequestOptions {
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.name("publicKey")
            object.object { key in
                key.member("challenge", challenge.base64URL)
                key.member("rpId", relyingParty.id)
                key.name("allowCredentials")
                key.array(allowed) { array, one in array.object { one.write(to: &$0) } }
                key.member("userVerification", "required")
                key.member("timeout", PasskeyTimeout.milliseconds)
            }
        }
        return writer.bytes
    }
}

extension PasskeyDescriptor {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("type", "public-key")
        object.member("id", credentialID.base64URL)
        object.name("transports")
        object.array(transports) { $0.value($1) }
    }
}

/// As long as a challenge lasts.
private enum PasskeyTimeout {
    static let milliseconds = 300_000
}
