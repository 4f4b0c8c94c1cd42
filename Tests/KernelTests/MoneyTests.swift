import Kernel
import Testing

struct MoneyTests {
    /// One currency for each number of decimals that ISO 4217 knows.
    static let currencies = ["JPY", "USD", "KWD", "CLF"].compactMap(Currency.init)

    private static let edges: [Int64] = [0, 1, -1, 9, -9, 99, 100, -100, 9_999, .max, .min, .max - 1, .min + 1]

    @Test(arguments: currencies)
    func `An amount reads back what it printed`(currency: Currency) throws {
        var generator = SeededGenerator(seed: 1)
        let random = (0..<2000).map { _ in
            Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<63, using: &generator)
        }
        for units in MoneyTests.edges + random {
            let money = Money(minorUnits: units, currency)
            let read = try Money(parsing: money.decimal, currency)
            #expect(read == money)
        }
    }

    @Test(arguments: currencies)
    func `An exponent shifts the point and nothing else`(currency: Currency) throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<500 {
            let units = Int64.random(in: -1_000_000...1_000_000, using: &generator)
            let zeros = Int.random(in: 0...9, using: &generator)
            let text = "\(units)\(String(repeating: "0", count: zeros))e\(-zeros - currency.exponent)"
            let read = try Money(parsing: text, currency)
            #expect(read.minorUnits == units, "\(text)")
        }
    }

    @Test(arguments: [
        ("19.9", "USD", 1990), ("19.90", "USD", 1990), ("19.9000", "USD", 1990), ("1.999E1", "USD", 1999),
        ("1.5e2", "USD", 15_000), ("1.5e+2", "JPY", 150), ("500", "JPY", 500), ("500.0", "JPY", 500),
        ("5e-3", "KWD", 5),
        ("0", "USD", 0), ("-0", "USD", 0), ("-0.00", "USD", 0), ("0e-400", "USD", 0), ("-0.05", "USD", -5),
        ("92233720368547758.07", "USD", Int64.max), ("-92233720368547758.08", "USD", Int64.min),
    ])
    func `A decimal number is read exactly`(text: String, code: String, units: Int64) throws {
        let currency = try #require(Currency(code))
        let read = try Money(parsing: text, currency)
        #expect(read == Money(minorUnits: units, currency))
    }

    @Test(arguments: [
        ("19.999", "USD", 2), ("5.5", "JPY", 0), ("1e-3", "USD", 2), ("0.0001", "KWD", 3), ("-19.991", "EUR", 2),
    ])
    func `A digit beyond the currency's decimals is refused, not rounded`(text: String, code: String, allowed: Int)
        throws
    {
        let currency = try #require(Currency(code))
        #expect(throws: MoneyError.tooManyDecimals(allowed: allowed)) { try Money(parsing: text, currency) }
    }

    @Test(arguments: [
        "1e309", "1e99999", "-1e309", "92233720368547758.08", "-92233720368547758.09", "1e1000000",
        "99999999999999999999",
    ])
    func `An amount beyond 64 bits is refused`(text: String) {
        #expect(throws: MoneyError.outOfRange) { try Money(parsing: text, .usd) }
    }

    @Test(arguments: [
        "", " ", "NaN", "nan", "inf", "-Infinity", "0x10", "1e", "1e+", "1e1.5", "1ee1", ".5", "1.", "-", "--1", "+1",
        " 1",
        "1 ", "1 000", "1,5", "1_000", "$1", "1.2.3", "１", "٣", "1\u{0}", "1e 5",
        "1e99999999999999999999", String(repeating: "1", count: 65),
    ])
    func `Text that is no decimal number is refused`(text: String) {
        #expect(throws: MoneyError.notANumber) { try Money(parsing: text, .usd) }
    }

    /// In a process of its own, because what it guards against is a trap: `1e-9223372036854775808` in a request body
    /// would end the server.
    @Test func `The largest and the smallest exponents are refused like any other`() async {
        await #expect(processExitsWith: .success) {
            for text in ["1e9223372036854775807", "1e-9223372036854775807", "1e-9223372036854775808"] {
                guard (try? Money(parsing: text, .usd)) == nil else { fatalError("\(text) was taken") }
            }
        }
    }

    @Test func `Every decimal of the currency is printed`() throws {
        let dinar = try #require(Currency("KWD"))
        #expect(Money(minorUnits: 5, .usd).decimal == "0.05")
        #expect(Money(minorUnits: -5, .usd).decimal == "-0.05")
        #expect(Money(minorUnits: 1990, .usd).description == "19.90 USD")
        #expect(Money(minorUnits: 500, .jpy).decimal == "500")
        #expect(Money(minorUnits: 7, dinar).decimal == "0.007")
        #expect(Money(minorUnits: .min, .usd).decimal == "-92233720368547758.08")
    }

    @Test func `Sums and products are exact or refused`() throws {
        let one = Money(minorUnits: 1, .usd)
        let most = Money(minorUnits: .max, .usd)
        #expect(try one.adding(Money(minorUnits: -3, .usd)) == Money(minorUnits: -2, .usd))
        #expect(try Money(minorUnits: 333, .usd).multiplied(by: 3) == Money(minorUnits: 999, .usd))
        #expect(throws: MoneyError.outOfRange) { try most.adding(one) }
        #expect(throws: MoneyError.outOfRange) { try most.multiplied(by: 2) }
        #expect(throws: MoneyError.outOfRange) { try Money(minorUnits: .min, .usd).multiplied(by: -1) }
        #expect(throws: MoneyError.currencyMismatch) { try one.adding(.zero(.eur)) }
    }
}
