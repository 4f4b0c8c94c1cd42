import Hummingbird
import Identity
import WebSupport

/// What somebody says about himself.
extension AccountPages {
    /// `GET /account/profile`
    func profile(_ visit: Visit) async throws -> Response {
        try await profile(visit, nil)
    }

    /// `POST /account/profile`
    func saveProfile(_ fields: FormFields, _ visit: Visit) async throws -> Response {
        try await answering("profile", fields) {
            _ = try await doors.accounts.editProfile(of: visit.user.id, from: visit.client) { profile in
                (profile.firstName, profile.lastName) = (fields["first_name"], fields["last_name"])
                (profile.phone, profile.bio) = (fields["phone"], fields["bio"])
                profile.marketingConsent = fields["marketing_consent"] == "true"
            }
            return .seeOther(Room.profile.path + "?done=saved")
        } again: { refused in
            try await profile(visit, refused)
        }
    }

    private func profile(_ visit: Visit, _ refused: Refused?) async throws -> Response {
        try await room(.profile, for: visit, refused) { forms in
            [Panel(forms: [forms.view(ProfileRoom.form(visit.user.profile))])]
        }
    }
}

/// What the profile has room for.
enum ProfileRoom {
    static func form(_ profile: Profile) -> Form {
        Form(
            id: "profile", action: Room.profile.path,
            fields: [
                Field(
                    name: "first_name", label: "First name", autocomplete: "given-name", isOptional: true, limit: 100),
                Field(name: "last_name", label: "Last name", autocomplete: "family-name", isOptional: true, limit: 100),
                Field(
                    name: "phone", label: "Telephone", kind: .telephone, hint: "For whoever brings you a parcel.",
                    autocomplete: "tel", isOptional: true, limit: 20),
                Field(name: "bio", label: "About you", kind: .paragraph, isOptional: true, limit: 2000),
                Field(name: "marketing_consent", label: "Send me news now and then", kind: .tick),
            ], button: "Save",
            values: [
                "first_name": [profile.firstName ?? ""], "last_name": [profile.lastName ?? ""],
                "phone": [profile.phone ?? ""], "bio": [profile.bio ?? ""],
                "marketing_consent": [profile.marketingConsent ? "true" : ""],
            ])
    }
}
