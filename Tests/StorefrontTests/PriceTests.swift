import Kernel
import Testing

@testable import Storefront

@Suite struct PriceTests {
    @Test(arguments: [
        ("USD", 123_450, "$1,234.50"), ("USD", 5, "$0.05"), ("USD", 0, "$0.00"), ("USD", -1999, "−$19.99"),
        ("JPY", 5_000_000, "¥5,000,000"), ("KWD", 1250, "KWD\u{A0}1.250"), ("EUR", 100, "€1.00"),
        ("CLF", 12_345, "CLF\u{A0}1.2345"),
    ])
    func `a price shows every decimal of its currency`(code: String, units: Int64, text: String) throws {
        let currency = try #require(Currency(code))
        #expect(Money(minorUnits: units, currency).display == text)
    }

    @Test func `the largest amount is shown exactly`() {
        #expect(Money(minorUnits: .max, .usd).display == "$92,233,720,368,547,758.07")
        #expect(Money(minorUnits: .min, .usd).display == "−$92,233,720,368,547,758.08")
    }

    @Test func `labels leave out decimals that are zero`() {
        #expect(Money(minorUnits: 5000, .usd).shortDisplay == "$50")
        #expect(Money(minorUnits: 5050, .usd).shortDisplay == "$50.50")
        #expect(Money(minorUnits: 50, .jpy).shortDisplay == "¥50")
    }

    @Test(arguments: ["50-100", "-49.95", "50-"])
    func `a band of prices survives its address`(text: String) {
        #expect(PriceBand(text, .usd)?.text == text)
    }

    @Test(arguments: ["", "-", "a-b", "100-50", "50", "1-2-3", "1e309-", "50-50", "\u{0}-\u{0}", "1.999-"])
    func `what is no band of prices is none`(text: String) {
        #expect(PriceBand(text, .usd) == nil)
    }

    @Test func `the upper end of a band is not in it`() {
        #expect(PriceBand("50-100", .usd)?.upTo == Money(minorUnits: 9999, .usd))
    }

    @Test func `many steps of prices become a few that grow, and every product stays counted`() {
        let step: Int64 = 5000
        var ranges = (0..<20).map { index in
            (Money(minorUnits: index * step, .usd), Money?.some(Money(minorUnits: (index + 1) * step, .usd)), 1)
        }
        ranges.append((Money(minorUnits: 20 * step, .usd), nil, 7))
        let bands = PriceBand.merged(ranges.map { (from: $0.0, to: $0.1, count: $0.2) })
        #expect(bands.map(\.band.text) == ["0-50", "50-100", "100-200", "200-500", "500-1000", "1000-"])
        #expect(bands.map(\.count) == [1, 1, 2, 6, 10, 7])
        #expect(bands.map(\.band.label).first == "Under $50")
        #expect(bands.map(\.band.label).last == "$1,000 and more")
    }
}
