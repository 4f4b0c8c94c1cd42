import Testing

@testable import Persistence

struct ChangeMessageTests {
    @Test func `A message comes out as it went in`() {
        var random = SeededGenerator(seed: 1)
        let letters = Array("abcXYZ019.-_ äß*§🛒")
        for _ in 0..<500 {
            let things = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                let subject = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                    letters[Int.random(in: letters.indices, using: &random)]
                }
                return ChangedThing(name: "thing.happened", subject: String(subject))
            }
            let message = ChangeMessage(sender: "node", .events(things))
            #expect(ChangeMessage(text: message.text) == message)
        }
        let everything = ChangeMessage(sender: "node", .everything)
        #expect(ChangeMessage(text: everything.text) == everything)
    }

    @Test(arguments: ["", "node", "node\n", "node\nproduct.updated", "node\na b\n*", "hello world"])
    func `What is no message of ours may mean anything`(text: String) {
        #expect(ChangeMessage(text: text).changes == .everything)
    }

    @Test func `Many changes become one message that PostgreSQL takes`() {
        var untold = UntoldChanges()
        for number in 0..<100 {
            untold.add(.events([ChangedThing(name: "product.updated", subject: "\(number % 50)")]))
        }
        let changes = untold.take()
        guard case .events(let things) = changes else { return #expect(Bool(false), "\(String(describing: changes))") }
        #expect(Set(things.map(\.subject)) == Set((0..<50).map(String.init)))
        #expect(things.count == 50)
        #expect(untold.take() == nil)
        for number in 0..<1000 {
            untold.add(.events([ChangedThing(name: "product.updated", subject: "\(number)-long-enough")]))
        }
        #expect(untold.take() == .everything)
        untold.add(.events([ChangedThing(name: "product.updated", subject: String(repeating: "ä", count: 3_200))]))
        let longest = untold.take()
        #expect(longest != nil && longest != .everything)
        let text = longest.map { ChangeMessage(sender: String(repeating: "x", count: 13), $0).text } ?? ""
        #expect(6_000..<8_000 ~= text.utf8.count)
    }

    @Test(arguments: ["line\nbreak", "nul\0"])
    func `What a line cannot hold is told as everything`(subject: String) {
        var untold = UntoldChanges()
        untold.add(.events([ChangedThing(name: "product.updated", subject: subject)]))
        #expect(untold.take() == .everything)
    }
}
