/// Finds the cells of one row of CSV without copying them.
struct CSVRowScan {
    /// Where a cell stands in the window, without its quotes.
    struct Cell {
        let range: Range<Int>
        /// Whether doubled quotes in it stand for single ones.
        let hasQuotes: Bool
    }

    /// What stands behind the row.
    enum End {
        /// A line break.
        case ofLine
        /// Nothing: the input ends there.
        case ofInput
        /// Not seen: the window ends inside the row.
        case beyondWindow
        /// Something behind a closing quote that may not be there.
        case malformed
    }

    private(set) var cells: [Cell] = []
    private(set) var end = End.beyondWindow
    /// How many bytes the row has, with its line break.
    private(set) var length = 0
    /// Whether a quote was open where the scan stopped.
    private(set) var isInQuotes = false
    private let isLast: Bool

    /// - Parameter isLast: whether nothing follows the window.
    init(isLast: Bool) {
        self.isLast = isLast
    }

    /// Scans the row at the window's beginning.
    mutating func run(_ window: Slice<UnsafeBufferPointer<UInt8>>) {
        guard !window.isEmpty else { return }
        var position = window.startIndex
        repeat {
            let isQuoted = position < window.endIndex && window[position] == UInt8(ascii: "\"")
            guard let next = isQuoted ? quotedCell(window, position) : plainCell(window, position) else { return }
            position = next
        } while end == .beyondWindow
        length = position - window.startIndex
    }

    /// Takes a cell without quotes.
    /// - Returns: where the next cell, or the next row, begins; `nil` when the window ends first.
    private mutating func plainCell(_ window: Slice<UnsafeBufferPointer<UInt8>>, _ start: Int) -> Int? {
        var position = start
        while position < window.endIndex, window[position] != UInt8(ascii: ","), window[position] != UInt8(ascii: "\n")
        {
            position += 1
        }
        guard position < window.endIndex || isLast else { return nil }
        let endsRow = position == window.endIndex || window[position] == UInt8(ascii: "\n")
        let hasReturn = endsRow && position > start && window[position - 1] == UInt8(ascii: "\r")
        cells.append(Cell(range: start..<(hasReturn ? position - 1 : position), hasQuotes: false))
        return close(window, position)
    }

    private mutating func quotedCell(_ window: Slice<UnsafeBufferPointer<UInt8>>, _ start: Int) -> Int? {
        var position = start + 1
        var hasQuotes = false
        isInQuotes = true
        while position < window.endIndex {
            guard window[position] == UInt8(ascii: "\"") else {
                position += 1
                continue
            }
            guard position + 1 < window.endIndex, window[position + 1] == UInt8(ascii: "\"") else { break }
            hasQuotes = true
            position += 2
        }
        guard position < window.endIndex, position + 1 < window.endIndex || isLast else { return nil }
        isInQuotes = false
        cells.append(Cell(range: start + 1..<position, hasQuotes: hasQuotes))
        return closeQuoted(window, position + 1)
    }

    /// What may stand behind a closing quote: a comma, a line break or the end.
    private mutating func closeQuoted(_ window: Slice<UnsafeBufferPointer<UInt8>>, _ position: Int) -> Int? {
        guard position < window.endIndex, window[position] == UInt8(ascii: "\r") else {
            let isAllowed =
                position == window.endIndex || window[position] == UInt8(ascii: ",")
                || window[position] == UInt8(ascii: "\n")
            if !isAllowed { end = .malformed }
            return isAllowed ? close(window, position) : position
        }
        guard position + 1 < window.endIndex || isLast else { return nil }
        let isAllowed = position + 1 == window.endIndex || window[position + 1] == UInt8(ascii: "\n")
        if !isAllowed { end = .malformed }
        return isAllowed ? close(window, position + 1) : position
    }

    /// Goes over the comma or line break at `position`.
    private mutating func close(_ window: Slice<UnsafeBufferPointer<UInt8>>, _ position: Int) -> Int {
        guard position < window.endIndex else {
            end = .ofInput
            return position
        }
        if window[position] == UInt8(ascii: "\n") { end = .ofLine }
        return position + 1
    }
}

extension CSVRowScan.Cell {
    /// The text without white space around it; `nil` when it is not valid UTF-8.
    func text(in window: ArraySlice<UInt8>) -> String? {
        var range = range
        while let first = range.first, window[first].isWhiteSpace { range.removeFirst() }
        while let last = range.last, window[last].isWhiteSpace { range.removeLast() }
        guard hasQuotes else { return String(validating: window[range], as: UTF8.self) }
        var unescaped: [UInt8] = []
        var opensPair = false
        for byte in window[range] {
            opensPair = byte == UInt8(ascii: "\"") && !opensPair
            if !opensPair { unescaped.append(byte) }
        }
        return String(validating: unescaped, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
