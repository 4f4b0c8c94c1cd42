import Testing

@testable import Catalog

@Suite struct DemoTablesTests {
    private let leaves = Demo.departments.flatMap(\.leaves)

    @Test func `codes in SKUs are unique`() {
        #expect(Set(leaves.map(\.code)).count == leaves.count)
        #expect(Set(Demo.Colour.all.map(\.code)).count == Demo.Colour.all.count)
        let brands = Demo.departments.flatMap(\.brands)
        #expect(Set(brands).count == brands.count)
    }

    @Test func `no model fixes a trait that makes names`() {
        for leaf in leaves {
            for model in leaf.models {
                #expect(
                    !leaf.namedTraits.contains { trait in model.facts.contains { $0.name == trait.name } },
                    "\(leaf.code)")
            }
        }
    }

    @Test func `every sentence of a leaf can be said of at least one of its models`() {
        for leaf in leaves {
            for sentence in leaf.says {
                let words = Demo.Template(sentence).placeholders
                let known = (leaf.namedTraits + leaf.freeTraits).map(\.name) + ["colour"]
                #expect(
                    leaf.models.contains { model in
                        words.allSatisfy { known.contains($0) || model.facts.map(\.name).contains($0) }
                    },
                    "\(leaf.code): \(sentence)")
            }
        }
    }

    @Test func `every leaf has names for a catalogue of ten thousand`() {
        for department in Demo.departments {
            for leaf in department.leaves {
                #expect(Naming.space(department, leaf) >= 10_000 / Demo.slots.count * leaf.weight, "\(leaf.code)")
            }
        }
    }

    @Test func `a shuffle is a permutation`() {
        for count in [1, 2, 3, 5, 16, 17, 100, 1000] {
            let shuffle = Shuffle(count: count, key: 42)
            #expect(Set((0..<count).map { shuffle[$0] }) == Set(0..<count))
        }
    }

    @Test(arguments: ["demo-000001", "demo-1234567", "demo-7-000001", "demo-18446744073709551615-000042"])
    func `an external id that we wrote is read`(id: String) {
        #expect(DemoNumber(externalID: id)?.externalID == id)
    }

    @Test(arguments: [
        "", "demo-", "demo-1", "demo-000000", "demo-1-000001", "demo-07-000001", "demo-7-0000001", "demo-+00001",
        "demo--000001",
        "demo-7-8-000001", "Demo-000001", "demo-100000000", "demo-000001.svg", "../demo-000001",
    ])
    func `anything else is not`(id: String) {
        #expect(DemoNumber(externalID: id) == nil)
        #expect(DemoPicture.svg(for: id) == nil)
    }

    @Test(arguments: [
        ("Cast-Iron Skillet", "cast-iron skillet"), ("USB-C Charger", "USB-C charger"), ("4K Monitor", "4K monitor"),
        ("Bluetooth Speaker", "Bluetooth speaker"), ("Cotton T-Shirt", "cotton T-shirt"),
    ])
    func `titles are written small within sentences`(title: String, words: String) {
        #expect(title.inSentence == words)
    }

    @Test func `templates know their articles`() {
        let template = Demo.Template("{A thing} and {a other}, {^thing}.")
        let words = ["thing": "oven", "other": "USB hub"]
        #expect(template.filled { words[$0] } == "An oven and a USB hub, Oven.")
        #expect(template.filled { _ in nil } == nil)
    }
}
