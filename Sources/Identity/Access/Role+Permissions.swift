extension Role {
    /// What an account of this role may do.
    package var permissions: Set<Permission> {
        switch self {
        case .customer: [.anyone, .signedIn, .readProfile]
        case .vendor: [.anyone, .signedIn, .readProfile, .manageOwnProducts]
        case .admin: Set(Permission.allCases)
        }
    }
}
