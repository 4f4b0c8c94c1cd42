/// A currency of ISO 4217: its code and how many decimals its amounts have.
package struct Currency: Hashable, Sendable {
    /// Three capital letters, such as `USD`.
    package let code: String
    /// Decimals of the minor unit: 2 for USD (cents), 0 for JPY, 3 for KWD.
    package let exponent: Int

    /// The currency of that code (capital letters); `nil` when ISO 4217 does not list it as active.
    package init?(_ code: String) {
        guard let exponent = Currency.exponents[code] else { return nil }
        self.code = code
        self.exponent = exponent
    }

    private init(known code: String, exponent: Int) {
        self.code = code
        self.exponent = exponent
    }

    /// United States dollar, the default of a new shop.
    package static let usd = Currency(known: "USD", exponent: 2)
    /// Euro.
    package static let eur = Currency(known: "EUR", exponent: 2)
    /// Yen, the usual example of a currency without decimals.
    package static let jpy = Currency(known: "JPY", exponent: 0)

    /// How many minor units make one major unit: 100 for USD.
    package var minorUnitsPerMajor: Int64 { Currency.powersOfTen[exponent] }

    private static let powersOfTen: [Int64] = [1, 10, 100, 1000, 10_000]
}

extension Currency: CustomStringConvertible {
    /// The code.
    package var description: String { code }
}

extension Currency {
    /// ISO 4217 list one (2024-06-25, amendment 177), active codes by decimals; funds and metals are left out.
    private static let exponents: [String: Int] = {
        let codesByExponent: [Int: String] = [
            0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
            2: """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
            CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD \
            HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT \
            MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR \
            SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU \
            UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """,
            3: "BHD IQD JOD KWD LYD OMR TND",
            4: "CLF UYW",
        ]
        return codesByExponent.reduce(into: [:]) { table, entry in
            for code in entry.value.split(separator: " ") { table[String(code)] = entry.key }
        }
    }()
}
