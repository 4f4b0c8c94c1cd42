import Kernel
import Testing

struct CurrencyTests {
    @Test(arguments: [("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), ("UYW", 4)])
    func `A currency has the decimals of ISO 4217`(code: String, decimals: Int) throws {
        let currency = try #require(Currency(code))
        #expect(currency.exponent == decimals)
        #expect(currency.code == code)
        #expect("\(currency)" == code)
        #expect(String(currency.minorUnitsPerMajor) == "1" + String(repeating: "0", count: decimals))
    }

    @Test(arguments: ["", "usd", "Usd", "US", "USDX", " USD", "XAU", "XXX", "XTS", "DEM", "ＵＳＤ", "US\u{0}"])
    func `What is no active currency is refused`(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test func `The named currencies are those of the list`() {
        #expect([Currency.usd, .eur, .jpy] == ["USD", "EUR", "JPY"].map(Currency.init))
    }
}
