/// An exact amount of one currency, in whole minor units (cents). Never floating point.
package struct Money: Hashable, Sendable {
    /// The amount in the smallest unit of `currency`; negative amounts are debts or refunds.
    package let minorUnits: Int64
    /// What the units are of.
    package let currency: Currency

    /// An amount from its minor units: `Money(minorUnits: 1999, .usd)` is 19.99 USD.
    package init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Nothing, of that currency.
    package static func zero(_ currency: Currency) -> Money {
        Money(minorUnits: 0, currency)
    }
}

/// Why money could not be read or computed.
package enum MoneyError: Error, Equatable, Sendable {
    /// The text is no decimal number.
    case notANumber
    /// The number has more decimals than the currency; what it may have.
    case tooManyDecimals(allowed: Int)
    /// The amount does not fit 64 bits of minor units.
    case outOfRange
    /// The two amounts are of different currencies.
    case currencyMismatch
}

extension Money {
    /// The sum of two amounts of one currency.
    /// - Throws: `currencyMismatch`, `outOfRange`.
    package func adding(_ other: Money) throws(MoneyError) -> Money {
        guard currency == other.currency else { throw .currencyMismatch }
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .outOfRange }
        return Money(minorUnits: sum, currency)
    }

    /// The amount taken `quantity` times.
    /// - Throws: `outOfRange`.
    package func multiplied(by quantity: Int) throws(MoneyError) -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: Int64(quantity))
        guard !overflow else { throw .outOfRange }
        return Money(minorUnits: product, currency)
    }

    /// Splits the amount in proportion to `weights`, so that the parts always add up to the whole.
    ///
    /// Largest-remainder method: every part gets its share rounded towards zero, then the minor units left over go one
    /// each to the parts that lost most, the earlier part first on a tie. All weights zero means equal shares.
    /// - Precondition: `weights` has no negative entry.
    package func allocated(by weights: [Int]) -> [Money] {
        guard !weights.isEmpty else { return [] }
        precondition(weights.allSatisfy { $0 >= 0 }, "an allocation weight must not be negative")
        var shares = weights.contains { $0 > 0 } ? weights.map(UInt64.init) : weights.map { _ in 1 }
        // Weights beyond 2^56 lose their last bits, so that up to 256 of them add up within 64.
        while shares.contains(where: { $0 >> 56 != 0 }) { shares = shares.map { $0 >> 1 } }
        let total = shares.reduce(0, +)
        var parts: [UInt64] = []
        var remainders: [UInt64] = []
        for share in shares {
            let product = minorUnits.magnitude.multipliedFullWidth(by: share)
            let (quotient, remainder) = total.dividingFullWidth(product)
            parts.append(quotient)
            remainders.append(remainder)
        }
        let leftOver = Int(minorUnits.magnitude - parts.reduce(0, +))
        let byLoss = remainders.indices.sorted { (remainders[$0], $1) > (remainders[$1], $0) }
        for index in byLoss.prefix(leftOver) { parts[index] += 1 }
        return parts.map { part in
            Money(minorUnits: Int64(truncatingIfNeeded: minorUnits < 0 ? 0 &- part : part), currency)
        }
    }
}
