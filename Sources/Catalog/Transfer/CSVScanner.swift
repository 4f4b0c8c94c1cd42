import Foundation

/// Cuts CSV (RFC 4180) into rows: cells in double quotes may hold line breaks, commas and doubled quotes; lines end in
/// `\n` or `\r\n`; rows without any content are skipped.
///
/// A row whose quotes do not match costs only its first line: reading goes on at the next one.
struct CSVScanner {
    private let input: InputBuffer
    /// The line at which the next row begins.
    private var line = 1

    init(_ input: InputBuffer) {
        self.input = input
    }

    /// The next row; `nil` at the end.
    mutating func next() throws -> CSVRow? {
        while let scan = try scan() {
            let row = try take(scan)
            if row.fault != nil || !row.cells.isEmpty { return row }
        }
        return nil
    }

    /// Scans from the start of the window, which is widened until the row ends in it; `nil` at the end of the input,
    /// and where the source broke off inside a row.
    private func scan() throws -> CSVRowScan? {
        while true {
            let scan = input.bytes.withUnsafeBufferPointer { bytes in
                var scan = CSVRowScan(isLast: input.isAtEnd)
                scan.run(bytes[input.start...])
                return scan
            }
            guard scan.end == .beyondWindow else { return scan.end == .ofInput && input.damage != nil ? nil : scan }
            if input.isAtEnd { return input.start == input.bytes.count || input.damage != nil ? nil : scan }
            guard input.bytes.count - input.start <= RawRecord.maximumLength else { return scan }
            _ = try input.widen()
        }
    }

    private mutating func take(_ scan: CSVRowScan) throws -> CSVRow {
        let window = input.bytes[input.start...]
        guard scan.end != .beyondWindow, scan.end != .malformed, scan.length <= RawRecord.maximumLength else {
            return try takeFirstLine(of: window, fault: CSVScanner.fault(of: scan))
        }
        let bytes = window.prefix(scan.length)
        var row = CSVRow(RawRecord(line: line, bytes.withoutLineBreak))
        row.count = scan.cells.count
        for (column, cell) in scan.cells.enumerated() where !cell.range.isEmpty {
            guard let text = cell.text(in: window) else {
                row.fault = CSVRow.Fault(
                    code: "invalid_utf8", message: "cell \(column + 1) holds text that is not valid UTF-8")
                continue
            }
            if !text.isEmpty { row.cells.append(CSVRow.Cell(column: column, text: text)) }
        }
        line += bytes.count { $0 == 0x0A }
        input.advance(to: input.start + scan.length)
        return row
    }

    private mutating func takeFirstLine(of window: ArraySlice<UInt8>, fault: CSVRow.Fault) throws -> CSVRow {
        let row = CSVRow(RawRecord(line: line, window.prefix { $0 != 0x0A }), fault: fault)
        line += 1
        repeat {
            if let length = input.distance(to: UInt8(ascii: "\n"), from: 0) {
                input.advance(to: input.start + length + 1)
                return row
            }
            input.advance(to: input.bytes.count)
        } while try input.widen()
        return row
    }

    private static func fault(of scan: CSVRowScan) -> CSVRow.Fault {
        switch scan.end {
        case .malformed:
            CSVRow.Fault(
                code: "malformed_csv", message: "behind a closing quote only a comma or the end of the line may stand")
        case .beyondWindow where scan.isInQuotes:
            CSVRow.Fault(code: "unterminated_quote", message: "a double quote that opens in this line is never closed")
        default: CSVRow.Fault(code: "line_too_long", message: "the row is longer than 4 MiB; it was skipped")
        }
    }
}

extension ArraySlice<UInt8> {
    /// The line without its break.
    fileprivate var withoutLineBreak: ArraySlice<UInt8> {
        prefix(upTo: (lastIndex { $0 != 0x0A && $0 != 0x0D } ?? startIndex - 1) + 1)
    }
}
