import Dispatch

/// Nanoseconds of a clock that is never set back: what is measured for every look-up costs no more than it must.
struct Moment: Comparable {
    var nanoseconds: UInt64

    static var now: Moment { Moment(nanoseconds: DispatchTime.now().uptimeNanoseconds) }

    static func seconds(_ seconds: UInt64) -> Moment { Moment(nanoseconds: seconds * 1_000_000_000) }

    static func milliseconds(_ milliseconds: UInt64) -> Moment { Moment(nanoseconds: milliseconds * 1_000_000) }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (left: Moment, right: Moment) -> Moment { Moment(nanoseconds: left.nanoseconds + right.nanoseconds) }

    /// Seconds from then until now; 0 for a moment to come.
    func seconds(until later: Moment) -> Double {
        later < self ? 0 : Double(later.nanoseconds - nanoseconds) / 1_000_000_000
    }
}

extension Moment {
    /// As long after the beginning.
    init(_ duration: Duration) {
        nanoseconds = UInt64(max(0, duration.wholeMilliseconds)) * 1_000_000
    }
}
