import Kernel

extension Timestamp {
    /// As people read it: `27 November 2026`.
    var day: String {
        let date = description.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard date.count == 3, (1...12).contains(date[1]) else { return description }
        return "\(date[2]) \(Timestamp.months[date[1] - 1]) \(date[0])"
    }

    /// With the time of day: `27 November 2026, 17:12 UTC`.
    var moment: String { "\(day), \(description.dropFirst(11).prefix(5)) UTC" }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
