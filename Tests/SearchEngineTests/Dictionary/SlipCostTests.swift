import Testing

@testable import SearchEngine

@Suite struct SlipCostTests {
    private func cost(_ typed: String, _ word: String) -> Float {
        var cost = SlipCost()
        return cost(Array(typed.utf8), for: Array(word.utf8))
    }

    @Test(arguments: [
        ("cahrger", "charger", "chamber"), ("camra", "camera", "cabra"), ("projexctor", "projector", "projectors"),
        ("keybaord", "keyboard", "keyword"), ("batttery", "battery", "buttery"),
    ])
    func `the likelier slip is cheaper`(typed: String, meant: String, other: String) {
        #expect(cost(typed, meant) < cost(typed, other))
    }

    @Test func `a neighbouring key is likelier than a far one, and the first letter is the surest`() {
        #expect(cost("mpuse", "mouse") < cost("mquse", "mouse"))
        #expect(cost("mwuse", "mouse") > cost("miuse", "mouse"))
        #expect(cost("qouse", "mouse") > cost("moqse", "mouse"))
    }

    @Test func `fewer edits are always cheaper, and none cost nothing`() {
        #expect(cost("mouse", "mouse") == 0)
        #expect(cost("mqqse", "mouse") > cost("qouse", "mouse"))
        #expect(cost("", "mouse").isFinite)
        #expect(cost("mouse", "").isFinite)
    }
}
