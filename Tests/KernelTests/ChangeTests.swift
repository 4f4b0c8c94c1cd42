import Kernel
import Testing

struct ChangeTests {
    @Test func `A change sets, empties or keeps`() {
        var value: String? = "old"
        Change<String?>.keep.apply(to: &value)
        #expect(value == "old")
        Change<String?>.set("new").apply(to: &value)
        #expect(value == "new")
        Change<String?>.set(nil).apply(to: &value)
        #expect(value == nil)
    }
}
