import Identity
import Kernel
import Testing

@Suite struct CallerTests {
    private static func user(_ role: Role) -> Caller {
        .user(UserCaller(id: ID(), role: role, session: ID()))
    }

    private static func key(of role: Role, _ scopes: Set<Permission>) -> Caller {
        .apiKey(APIKeyCaller(id: ID(), user: ID(), role: role, scopes: scopes))
    }

    @Test func `a stranger may what anyone may, and nothing else`() {
        for permission in Permission.allCases {
            #expect(Caller.anonymous.may(permission) == (permission == .anyone))
        }
    }

    @Test(arguments: Role.allCases)
    func `a person may what the role may`(role: Role) {
        for permission in Permission.allCases {
            #expect(Self.user(role).may(permission) == role.permissions.contains(permission))
        }
        #expect(Self.user(role).may(.signedIn))
    }

    @Test(arguments: Role.allCases, Permission.scopes)
    func `a key may what it was made for, as long as its owner may`(role: Role, scope: Permission) {
        let key = Self.key(of: role, [scope])
        for permission in Permission.allCases where permission != .anyone {
            let isNamed = permission == scope || permission == .manageOwnProducts && scope == .manageCatalog
            #expect(key.may(permission) == (isNamed && role.permissions.contains(permission)))
        }
        #expect(key.may(.anyone))
    }

    @Test func `no key acts as a person, whatever it says`() {
        #expect(!Permission.scopes.contains(.signedIn))
        #expect(Self.key(of: .admin, Set(Permission.scopes)).may(.manageUsers))
        #expect(!Self.key(of: .admin, Set(Permission.scopes)).may(.signedIn))
    }

    @Test func `only an admin has what concerns everybody`() {
        for permission in [Permission.manageCatalog, .manageSearch, .manageUsers, .readAudit, .runShop] {
            #expect(Role.allCases.filter { $0.permissions.contains(permission) } == [.admin])
        }
    }
}
