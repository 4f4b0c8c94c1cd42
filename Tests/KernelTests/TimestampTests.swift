import Kernel
import Testing

struct TimestampTests {
    private static let first: Int64 = -62_135_596_800_000_000
    private static let last: Int64 = 253_402_300_799_999_999

    @Test func `Every moment of the years 1 to 9999 reads back what it printed`() {
        var generator = SeededGenerator(seed: 6)
        let random = (0..<3000).map { _ in
            Int64.random(in: TimestampTests.first...TimestampTests.last, using: &generator)
        }
        for microseconds in random + random.map({ $0 / 1_000_000 * 1_000_000 }) + [
            TimestampTests.first, TimestampTests.last, 0, -1,
        ] {
            let moment = Timestamp(microseconds: microseconds)
            #expect(Timestamp(moment.description) == moment, "\(moment)")
        }
    }

    /// The calendar's own rule, counted up month by month, against the branch-free formulas.
    @Test func `The first day of every month lies where counting days puts it`() {
        var days: Int64 = -719_162
        var wrong: [String] = []
        for year in 1...9999 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, length) in zip(1..., [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                let text = "\(padded(year, 4))-\(padded(month, 2))-01T00:00:00Z"
                if Timestamp(microseconds: days * 86_400_000_000).description != text { wrong.append(text) }
                days += Int64(length)
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `Later moments print later`() {
        var generator = SeededGenerator(seed: 7)
        let moments = (0..<500).map { _ in
            Int64.random(in: TimestampTests.first...TimestampTests.last, using: &generator)
        }
        .sorted().map { Timestamp(microseconds: $0 / 1_000_000 * 1_000_000) }
        #expect(moments == moments.sorted())
        #expect(moments.map(\.description) == moments.map(\.description).sorted())
    }

    @Test(arguments: [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"), ("2026-01-02", "2026-01-02T00:00:00Z"),
        ("2026-01-02T03:04:05+01:00", "2026-01-02T02:04:05Z"), ("2026-01-02T00:30:00+01:00", "2026-01-01T23:30:00Z"),
        ("2026-01-02T03:04:05-05:30", "2026-01-02T08:34:05Z"), ("2026-01-02 03:04:05.5+00", "2026-01-02T03:04:05.500Z"),
        ("2026-01-02T03:04:05z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.000001Z", "2026-01-02T03:04:05.000001Z"),
        ("2026-01-02T03:04:05.1234569Z", "2026-01-02T03:04:05.123456Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2000-02-29", "2000-02-29T00:00:00Z"), ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ])
    func `The forms of RFC 3339 and of the databases are read`(text: String, printed: String) throws {
        let moment = try #require(Timestamp(text))
        #expect(moment.description == printed)
    }

    @Test(arguments: [
        "", "2026", "2026-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026-02-29", "1900-02-29",
        "2026-04-31", "0000-01-01", "2026-01-02T", "2026-01-02T03:04Z", "2026-01-02T03:04:05", "2026-01-02T24:00:00Z",
        "2026-01-02T23:60:00Z", "2026-01-02T23:59:60Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05+24:00",
        "2026-01-02T03:04:05+01:60", "2026-01-02T03:04:05Z ", " 2026-01-02", "2026-1-2", "26-01-02", "20260102",
        "-026-01-02", "２０26-01-02", "2026-01-02T03:04:05Zjunk", "infinity",
    ])
    func `Impossible moments and other texts are refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: ["0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"])
    func `An offset cannot lead out of the years 1 to 9999`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `A duration moves a moment, down to whole microseconds`() {
        let moment = Timestamp(microseconds: 10)
        #expect(moment.advanced(by: .seconds(2)) == Timestamp(microseconds: 2_000_010))
        #expect(moment.advanced(by: .seconds(-2)) == Timestamp(microseconds: -1_999_990))
        #expect(moment.advanced(by: .nanoseconds(1999)) == Timestamp(microseconds: 11))
        #expect(moment.advanced(by: .nanoseconds(-1)) == Timestamp(microseconds: 9))
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: width - digits.count) + digits
    }
}
