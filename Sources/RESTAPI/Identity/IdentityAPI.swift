import Identity
import WebSupport

extension Tag {
    static let authentication = Tag("Authentication", "Accounts, and getting into them.")
    static let account = Tag("Account", "The own account.")
    static let administration = Tag("Administration", "What admins do.")
}

extension API {
    /// Everything about accounts.
    mutating func add(_ doors: IdentityDoors, _ browsing: SocialBrowsing?) {
        add(Register.self, doors)
        add(VerifyEmail.self, doors.accounts)
        add(ResendVerification.self, doors.accounts)
        add(LogIn.self, doors.sessions)
        add(LogInWithSecondFactor.self, doors.sessions)
        add(Refresh.self, doors.sessions)
        add(LogOut.self, doors.sessions)
        add(LogOutEverywhere.self, doors.sessions)
        add(ListSessions.self, doors.sessions)
        add(EndSession.self, doors.sessions)
        add(ForgotPassword.self, doors.accounts)
        add(ResetPassword.self, doors.accounts)
        add(BeginSecondFactor.self, doors)
        add(ConfirmSecondFactor.self, doors.secondFactors)
        add(RemoveSecondFactor.self, doors.secondFactors)
        add(RenewRecoveryCodes.self, doors)

        add(BeginPasskey.self, doors)
        add(AddPasskey.self, doors.passkeys)
        add(BeginPasskeyLogin.self, doors.passkeys)
        add(LogInWithPasskey.self, doors)
        add(ListPasskeys.self, doors.passkeys)
        add(ReadPasskey.self, doors.passkeys)
        add(RenamePasskey.self, doors.passkeys)
        add(RemovePasskey.self, doors.passkeys)

        add(BeginSocialLogin.self, doors.socialLogins, page: browsing?.begin)
        add(FinishSocialLogin.self, doors, page: browsing?.finish)

        add(ReadProfile.self, doors.accounts)
        add(ListIdentities.self, doors.socialLogins)
        add(UnlinkIdentity.self, doors.socialLogins)
        add(ReplaceProfile.self, doors.accounts)
        add(EditProfile.self, doors.accounts)
        add(EraseAccount.self, doors.accounts)
        add(ExportAccount.self, doors.accounts)
        add(ChangePassword.self, doors.accounts)
        add(ChangeEmail.self, doors.accounts)
        add(CreateAPIKey.self, doors)
        add(ListAPIKeys.self, doors.apiKeys)
        add(RevokeAPIKey.self, doors.apiKeys)

        add(ListUsers.self, doors.users)
        add(ReadUser.self, doors.accounts)
        add(ChangeUser.self, doors.users)
        add(ReadAudit.self, doors.audit)
    }
}
