import Kernel
import Testing

struct IDTests {
    private enum Thing {}

    @Test func `An id reads back what it printed, in either case`() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<1000 {
            let id = ID<Thing>(high: generator.next(), low: generator.next())
            #expect(ID<Thing>(id.description) == id)
            #expect(ID<Thing>(id.description.uppercased()) == id)
            #expect(id.description == id.description.lowercased())
        }
    }

    @Test func `Ids made later sort later, and their texts with them`() {
        var generator = SeededGenerator(seed: 9)
        let ids = (0..<1000).map {
            ID<Thing>(at: Timestamp(microseconds: 1_767_000_000_000_000 + $0 * 1000), using: &generator)
        }
        #expect(ids == ids.sorted())
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `The order is that of the bytes`() {
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<500 {
            let (left, right) = (
                ID<Thing>(high: generator.next() % 3, low: generator.next()),
                ID<Thing>(high: generator.next() % 3, low: generator.next())
            )
            #expect((left < right) == (left.description < right.description))
        }
    }

    @Test func `A new id is a UUID of version 7 with the moment in front`() {
        let moment = Timestamp(microseconds: 0x0190_0A5D_AC96 * 1000 + 999)
        for _ in 0..<100 {
            let id = ID<Thing>(at: moment)
            #expect(id.high >> 16 == 0x0190_0A5D_AC96)
            #expect(id.high >> 12 & 0xF == 7)
            #expect(id.low >> 62 == 0b10)
        }
    }

    @Test func `No two new ids are the same, and a seeded generator repeats them`() {
        let moment = Timestamp(microseconds: 0)
        #expect(Set((0..<10_000).map { _ in ID<Thing>(at: moment) }).count == 10_000)
        var (first, second) = (SeededGenerator(seed: 11), SeededGenerator(seed: 11))
        #expect(ID<Thing>(at: moment, using: &first) == ID<Thing>(at: moment, using: &second))
    }

    @Test(arguments: [
        "", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a80577",
        "01890a5dac96774bbcceb302099a8057",
        "01890a5d-ac96-774b-bcceb-302099a8057", "g1890a5d-ac96-774b-bcce-b302099a8057",
        "{1890a5d-ac96-774b-bcce-b302099a805}",
        "01890a5d-ac96-774b-bcce-b302099a80５", " 1890a5d-ac96-774b-bcce-b302099a8057",
        "01890a5d_ac96_774b_bcce_b302099a8057",
    ])
    func `Anything but the 36-character form is refused`(text: String) {
        #expect(ID<Thing>(text) == nil)
    }
}
