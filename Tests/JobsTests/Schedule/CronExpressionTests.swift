import Kernel
import Testing

@testable import Jobs

struct CronExpressionTests {
    /// What POSIX says, minute by minute, without any of the shortcuts.
    private struct Minutes {
        let fields: [Set<Int>]
        let isDayRestricted: Bool
        let isWeekdayRestricted: Bool

        func next(after moment: Timestamp, within minutes: Int) -> Timestamp? {
            var minute = moment.microseconds / 60_000_000
            for _ in 0..<minutes {
                minute += 1
                if isDue(minute) { return Timestamp(microseconds: minute * 60_000_000) }
            }
            return nil
        }

        private func isDue(_ minute: Int64) -> Bool {
            let (day, ofDay) = (minute / 1440, minute % 1440)
            let date = CivilDate(daysSinceEpoch: day)
            let (isDay, isWeekday) = (fields[2].contains(Int(date.day)), fields[4].contains(Int((day + 4) % 7)))
            return fields[0].contains(Int(ofDay % 60)) && fields[1].contains(Int(ofDay / 60))
                && fields[3].contains(Int(date.month))
                && (isDayRestricted && isWeekdayRestricted ? isDay || isWeekday : isDay && isWeekday)
        }
    }

    private struct RandomField {
        let text: String
        let values: Set<Int>

        init(_ whole: ClosedRange<Int>, _ random: inout SeededGenerator, starred: Int) {
            if Int.random(in: 0..<100, using: &random) < starred {
                (text, values) = ("*", Set(whole))
                return
            }
            // Every month has the days to 28, so that every expression is due some time.
            let range = whole.clamped(to: whole == 1...31 ? 1...28 : whole)
            var (parts, all): ([String], Set<Int>) = ([], [])
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let first = Int.random(in: range, using: &random)
                let last = Int.random(in: first...range.upperBound, using: &random)
                let step = Int.random(in: 1...7, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0, 1:
                    parts.append("\(first)")
                    all.insert(first)
                case 2:
                    parts.append("\(first)-\(last)")
                    all.formUnion(first...last)
                default:
                    parts.append("\(first)-\(last)/\(step)")
                    all.formUnion(stride(from: first, through: last, by: step))
                }
            }
            (text, values) = (parts.joined(separator: ","), all)
        }
    }

    @Test(arguments: 0..<40) func `The next moment is the one that a walk over the minutes finds`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let ranges = [0...59, 0...23, 1...31, 1...12, 0...6]
        let fields = ranges.enumerated().map { RandomField($1, &random, starred: $0 == 3 ? 80 : 40) }
        let text = fields.map(\.text).joined(separator: " ")
        let expression = try CronExpression(text)
        let walk = Minutes(
            fields: fields.map(\.values), isDayRestricted: fields[2].text != "*",
            isWeekdayRestricted: fields[4].text != "*")
        for _ in 0..<5 {
            // Anywhere from 2000 to 2060, also off the minute.
            let start = Timestamp(
                microseconds: Int64.random(in: 946_684_800_000_000...2_840_140_800_000_000, using: &random))
            let next = try #require(expression.next(after: start))
            let distance = (next.microseconds - start.microseconds) / 60_000_000
            let minutes = min(distance + 2, 200_000)
            let walked = walk.next(after: start, within: Int(minutes))
            #expect(walked == (distance < 200_000 ? next : nil), "\(text) after \(start)")
        }
    }

    @Test(arguments: [
        ("0 12 * * *", "2026-01-31T12:00:00Z", "2026-02-01T12:00:00Z"),
        ("0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"),
        ("0 0 29 2 *", "2025-03-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("0 0 29 2 *", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"),
        ("59 23 31 12 *", "2026-12-31T23:59:00Z", "2027-12-31T23:59:00Z"),
        // Both days restricted: either. 2026-11-13 is a Friday.
        ("0 0 13 * fri", "2026-11-21T00:00:00Z", "2026-11-27T00:00:00Z"),
        ("0 0 1 * fri", "2026-11-27T00:00:00Z", "2026-12-01T00:00:00Z"),
        // One begins with a star: both. The next Sunday that is a 29 February.
        ("0 0 29 2 */7", "2026-01-01T00:00:00Z", "2032-02-29T00:00:00Z"),
        ("*/15 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:15:00Z"),
        ("*/15 * * * *", "2026-01-01T00:59:59.999Z", "2026-01-01T01:00:00Z"),
        ("0 9 * * mon-fri", "2026-11-20T09:00:00Z", "2026-11-23T09:00:00Z"),
        ("0 9 * * FRI-SUN", "2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z"),
        ("0 9 * * 7", "2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z"),
        ("0 0 1 jan,Jul *", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z"),
        ("@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"),
        ("@weekly", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"),
        ("@monthly", "2026-11-21T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("@yearly", "2026-11-21T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("5 4 * * *", "1969-12-31T04:05:00Z", "1970-01-01T04:05:00Z"),
    ])
    func `Ends of months, leap years, days of the week and names`(_ text: String, _ after: String, _ next: String)
        throws
    {
        let moment = try #require(Timestamp(after))
        let found = try CronExpression(text).next(after: moment)
        #expect(found?.description == next)
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * * 8",
        "a * * * *", "1- * * * *", "-1 * * * *", "5-1 * * * *", "*/0 * * * *", "*/ * * * *", "5/10 * * * *",
        "1,,2 * * * *",
        "* * * foo *", "* * * * mond", "1-2-3 * * * *", "+1 * * * *", "１ * * * *", "@never",
        "0 0 30 2 *", "0 0 31 4,6,9,11 *",
    ])
    func `What is not an expression is refused, with what is allowed`(_ text: String) {
        let error = #expect(throws: InvalidCron.self) { try CronExpression(text) }
        #expect((error?.description.count ?? 0) > 20)
    }

    @Test func `A refusal names the field`() {
        // A literal would be one of the source, and stop the process.
        let text = "0 0 1 13 *"
        let error = #expect(throws: InvalidCron.self) { try CronExpression(text) }
        #expect(error?.description.hasPrefix("The month \"13\" must be *, numbers from 1 to 12 or jan to dec") == true)
    }
}
