import Kernel

extension Money {
    /// The amount as shoppers read it, exact: `$1,234.50`, `¥500`, `KWD 1.250`.
    var display: String { symbol(before: groupedDecimal) }

    /// The same without decimals when they are all zero, for labels: `$50`.
    var shortDisplay: String {
        isWhole ? symbol(before: (minorUnits.magnitude / UInt64(currency.minorUnitsPerMajor)).grouped) : display
    }

    /// The amount as a parameter of an address: `50`, `49.95`.
    var shortDecimal: String { isWhole ? String(minorUnits / currency.minorUnitsPerMajor) : decimal }

    private var isWhole: Bool { minorUnits % currency.minorUnitsPerMajor == 0 }

    private var groupedDecimal: String {
        let (whole, rest) = minorUnits.magnitude.quotientAndRemainder(dividingBy: UInt64(currency.minorUnitsPerMajor))
        guard currency.exponent > 0 else { return whole.grouped }
        let digits = String(rest)
        return "\(whole.grouped).\(String(repeating: "0", count: currency.exponent - digits.count))\(digits)"
    }

    private func symbol(before amount: String) -> String {
        let symbol = Money.symbols[currency.code] ?? "\(currency.code)\u{A0}"
        return (minorUnits < 0 ? "−" : "") + symbol + amount
    }

    /// Signs that no other currency is likely to be meant by; the rest show their code.
    private static let symbols = [
        "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "CAD": "CA$",
        "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "MXN": "MX$", "ILS": "₪", "VND": "₫", "TRY": "₺", "NGN": "₦",
        "PHP": "₱", "UAH": "₴",
    ]
}

extension BinaryInteger {
    /// The digits in groups of three: `1,204`.
    var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A count with its noun: `1 product`, `1,204 products`.
    func counted(_ noun: String) -> String {
        "\(grouped) \(noun)\(self == 1 ? "" : "s")"
    }
}
