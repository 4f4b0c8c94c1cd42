package import Kernel

/// When a schedule is due, in the five fields of POSIX `crontab`, in UTC: minute, hour, day of the month, month and
/// weekday.
///
/// Each field is `*` or a list of numbers and ranges (`1,15-20`), `*` and ranges with a step (`*/15`, `8-18/2`). Months
/// and weekdays may be named by their first three letters; Sunday is 0 and 7. When both days are restricted, either
/// suffices, as POSIX says; a day field that begins with `*` restricts nothing by itself, as in Vixie's cron. Also
/// `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly`, `@annually`.
package struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    package let description: String
    private let minutes: CronField
    private let hours: CronField
    private let days: CronField
    private let months: CronField
    private let weekdays: CronField

    /// Reads an expression.
    /// - Throws: `InvalidCron`, also for one that is never due, like 30 February.
    package init(_ text: String) throws(InvalidCron) {
        let expanded = CronExpression.named[text.lowercased()] ?? text
        let fields = expanded.utf8.count > 200 ? [] : expanded.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard fields.count == 5 else {
            throw InvalidCron("\"\(text.prefix(200))\" must have five fields: minute hour day month weekday")
        }
        description = text
        minutes = try CronField(fields[0], .minute)
        hours = try CronField(fields[1], .hour)
        days = try CronField(fields[2], .day)
        months = try CronField(fields[3], .month)
        weekdays = try CronField(fields[4], .weekday)
        guard next(after: Timestamp(microseconds: 0)) != nil else {
            throw InvalidCron("\"\(text)\" is never due: no month of it has such a day")
        }
    }

    private static let named = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// The calendar repeats itself after 400 years, so what is not found in them is never due.
    private static let horizon: Int64 = 146_097

    /// The first due minute behind `moment`; `nil` when there is none, which only an expression that was refused has.
    package func next(after moment: Timestamp) -> Timestamp? {
        let minute = (moment.microseconds - CronExpression.modulo(moment.microseconds, 60_000_000)) / 60_000_000 + 1
        let minuteOfDay = CronExpression.modulo(minute, 1440)
        var day = (minute - minuteOfDay) / 1440
        if isDue(CivilDate(daysSinceEpoch: day), day), let time = firstTime(from: minuteOfDay) {
            return Timestamp(microseconds: (day * 1440 + time) * 60_000_000)
        }
        guard let time = firstTime(from: 0) else { return nil }
        let end = day + CronExpression.horizon
        repeat { day = dayBehind(day) } while day <= end && !isDue(CivilDate(daysSinceEpoch: day), day)
        return day <= end ? Timestamp(microseconds: (day * 1440 + time) * 60_000_000) : nil
    }

    /// The next day, or the first of the next month when its own does not count.
    private func dayBehind(_ day: Int64) -> Int64 {
        let next = CivilDate(daysSinceEpoch: day + 1)
        guard !months.contains(next.month) else { return day + 1 }
        let following = CivilDate(
            year: next.month == 12 ? next.year + 1 : next.year, month: next.month % 12 + 1, day: 1)
        // There is a first of every month.
        return following?.daysSinceEpoch ?? day + 1
    }

    private func isDue(_ date: CivilDate, _ day: Int64) -> Bool {
        guard months.contains(date.month) else { return false }
        let (isDay, isWeekday) = (days.contains(date.day), weekdays.contains(CronExpression.modulo(day + 4, 7)))
        return days.isRestricted && weekdays.isRestricted ? isDay || isWeekday : isDay && isWeekday
    }

    private func firstTime(from minuteOfDay: Int64) -> Int64? {
        for hour in minuteOfDay / 60..<24 where hours.contains(hour) {
            let start = hour == minuteOfDay / 60 ? minuteOfDay % 60 : 0
            if let minute = (start..<60).first(where: minutes.contains) { return hour * 60 + minute }
        }
        return nil
    }

    /// The remainder that is never negative.
    private static func modulo(_ number: Int64, _ divisor: Int64) -> Int64 {
        (number % divisor + divisor) % divisor
    }
}

extension CronExpression: ExpressibleByStringLiteral {
    /// An expression that stands in the source. A wrong one is a defect, and stops the first start.
    package init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure(error.description)
        }
    }
}

/// Why an expression was refused.
package struct InvalidCron: Error, Equatable, CustomStringConvertible {
    /// Which field, what it is, and what is allowed.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
