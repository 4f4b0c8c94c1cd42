import Kernel
import Testing

@testable import Catalog

struct CategoryAddressTests {
    @Test func `An address is taken for what it looks like`() {
        let id = ID<Catalog.Category>()
        #expect(CategoryAddress(id.description) == .id(id))
        #expect(CategoryAddress("Printing > toner cartridge") == .path(["Printing", "toner cartridge"]))
        #expect(CategoryAddress("toner-cartridge") == .slug("toner-cartridge"))
        #expect(CategoryAddress("a>b") == .slug("a>b"))
        #expect(ProductAddress(id.description) == .id(ID(high: id.high, low: id.low)))
        #expect(ProductAddress("kettle") == .slug("kettle"))
    }

    @Test func `Its text is one that it can be read from`() {
        for address in [CategoryAddress.id(ID()), .slug("toner"), .path(["a", "b", "c"])] {
            #expect(CategoryAddress(address.text) == address)
        }
    }
}
