/// A moment in UTC, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// An integer, so that a value survives SQLite (INTEGER), PostgreSQL (`timestamptz`, microseconds), JSON and back
/// without the rounding of a floating-point `Date`. Covers the years 0001 to 9999, the range of RFC 3339.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch; negative before it.
    package let microseconds: Int64

    /// A moment from its distance to the Unix epoch in microseconds.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Earlier moments come first.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment that lies `duration` after this one, rounded down to a microsecond.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let fraction = attoseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000_000_000).quotient
        return Timestamp(microseconds: microseconds + seconds * 1_000_000 + fraction)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC: `2026-01-02T03:04:05Z`, with `.123` or `.123456` only where the moment has such a fraction.
    package var description: String {
        let (seconds, fraction) = microseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000)
        let (days, secondOfDay) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        return String(unsafeUninitializedCapacity: 32) { buffer in
            var writer = DigitWriter(buffer: buffer)
            writer.write(date.year, digits: 4, then: "-")
            writer.write(date.month, digits: 2, then: "-")
            writer.write(date.day, digits: 2, then: "T")
            writer.write(secondOfDay / 3600, digits: 2, then: ":")
            writer.write(secondOfDay / 60 % 60, digits: 2, then: ":")
            writer.write(secondOfDay % 60, digits: 2)
            if fraction != 0 {
                writer.write(".")
                if fraction % 1000 == 0 {
                    writer.write(fraction / 1000, digits: 3)
                } else {
                    writer.write(fraction, digits: 6)
                }
            }
            writer.write("Z")
            return writer.count
        }
    }
}

extension Timestamp {
    /// Reads RFC 3339 text (`2026-01-02T03:04:05.678Z`, `+01:00` offsets allowed) or a plain date, which is its midnight
    /// in UTC. `nil` for anything else, impossible dates and leap seconds included.
    package init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = date.daysSinceEpoch * 86_400
        if scanner.isAtEnd {
            self.init(microseconds: midnight * 1_000_000)
            return
        }
        guard scanner.skip("T") || scanner.skip(" "), let time = scanner.timeOfDay(), let offset = scanner.offset(),
            scanner.isAtEnd
        else { return nil }
        let microseconds = (midnight + time.seconds - offset) * 1_000_000 + time.microseconds
        guard Timestamp.range.contains(microseconds) else { return nil }
        self.init(microseconds: microseconds)
    }

    /// From 0001-01-01T00:00:00Z to the last microsecond of 9999: an offset may lead out of it.
    private static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
}

/// A day of the proleptic Gregorian calendar.
///
/// The conversions are the branch-free ones of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2014).
package struct CivilDate: Equatable, Sendable {
    /// The year, from 1.
    package let year: Int64
    /// The month, 1 to 12.
    package let month: Int64
    /// The day of the month, from 1.
    package let day: Int64

    /// A day of the calendar; `nil` for one that there is not, like 30 February.
    package init?(year: Int64, month: Int64, day: Int64) {
        (self.year, self.month, self.day) = (year, month, day)
        guard year >= 1, CivilDate(daysSinceEpoch: daysSinceEpoch) == self else { return nil }
    }

    /// The day so many days after 1970-01-01.
    package init(daysSinceEpoch: Int64) {
        let (era, dayOfEra) = (daysSinceEpoch + 719_468).flooredQuotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// How many days after 1970-01-01 it lies.
    package var daysSinceEpoch: Int64 {
        guard (1...12).contains(month), (1...31).contains(day) else { return .min / 172_800 }
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that the remainder is never negative.
    func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
