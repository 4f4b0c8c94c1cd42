import Identity
import Testing

@Suite struct RoleTests {
    @Test func `the roles are those of the specification`() {
        #expect(Role.allCases.map(\.rawValue) == ["customer", "vendor", "admin"])
    }
}
