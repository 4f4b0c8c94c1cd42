import Foundation
import Synchronization

/// How far a long command has come: a bar on a terminal, a plain line every ten seconds elsewhere.
final class ProgressBar: Sendable {
    private let unit: String
    private let start = ContinuousClock.now
    private let lastShown = Mutex(ContinuousClock.now)

    private static let width = 30

    /// A bar that counts `unit`s, such as `products`.
    init(unit: String) {
        self.unit = unit
    }

    /// Shows that `count` units are done, with `done` of `total` of the work; the work to do may be unknown.
    func show(_ count: Int, done: Int, of total: Int?) {
        let interval = Duration.milliseconds(Console.isTerminal ? 100 : 10_000)
        let isDue = lastShown.withLock { last in
            guard ContinuousClock.now - last >= interval else { return false }
            last = .now
            return true
        }
        guard isDue else { return }
        let line = text(count, done, total)
        if Console.isTerminal { write("\r\u{1B}[K" + line) } else { Console.note(line) }
    }

    /// Removes the bar, so that the report stands alone.
    func finish() {
        if Console.isTerminal { write("\r\u{1B}[K") }
    }

    private func text(_ count: Int, _ done: Int, _ total: Int?) -> String {
        let seconds = max((ContinuousClock.now - start) / .seconds(1), 0.001)
        let rate = "\(Console.grouped(count)) \(unit), \(Console.grouped(Int(Double(count) / seconds)))/s"
        guard let total, total > 0 else { return rate }
        let share = min(Double(done) / Double(total), 1)
        let filled = Int(share * Double(ProgressBar.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: ProgressBar.width - filled)
        let left = share > 0 ? Int(seconds / share - seconds + 0.5) : 0
        return "\(bar) \(Int(share * 100)) %  \(rate), \(left) s left"
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
