import Identity

/// A page for somebody who is signed in: one of the rooms of the account, with its cards.
struct AccountPage {
    let frame: Frame
    let rooms: [Link]
    let leaving: FormView
    let heading: String
    let lead: String?
    let notice: String?
    let panels: [PanelView]

    init(
        _ room: Room, lead: String? = nil, _ panels: [Panel], for visit: Visit, forms: FormSheet,
        frame: (PageHead) -> Frame
    ) {
        (heading, self.lead, notice) = (room.title, lead, visit.notice?.text)
        rooms = Room.allCases.map { Link(text: $0.title, url: $0.path, isCurrent: $0 == room) }
        leaving = forms.view(Form(id: "leave", action: "/logout", button: "Sign out", isSmall: true))
        self.panels = panels.map(PanelView.init)
        var head = PageHead(title: forms.title(room.title))
        head.visitor = visit.user.profile.firstName ?? visit.user.email
        head.isAccount = true
        head.usesPasskeys = room == .passkeys
        self.frame = frame(head)
    }
}

/// The rooms of an account, in the order of their navigation.
enum Room: String, CaseIterable {
    case overview, profile, email, password
    case secondFactor = "two-step"
    case passkeys, connections, sessions, searches, keys, data

    /// Where it is.
    var path: String { self == .overview ? "/account" : "/account/\(rawValue)" }

    /// The way into it by way of signing in once more.
    var afterRecentLogin: String {
        "/login" + AddressFields.query([("return_to", path), ("done", Notice.recentLogin.rawValue)])
    }

    /// What it is called.
    var title: String {
        switch self {
        case .overview: "Your account"
        case .profile: "Profile"
        case .email: "E-mail address"
        case .password: "Password"
        case .secondFactor: "Two-step sign-in"
        case .passkeys: "Passkeys"
        case .connections: "Connected accounts"
        case .sessions: "Devices"
        case .searches: "Saved searches"
        case .keys: "API keys"
        case .data: "Your data"
        }
    }
}
