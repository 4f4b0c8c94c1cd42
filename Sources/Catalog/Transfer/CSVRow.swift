/// One record of a CSV file: the cells that hold something.
struct CSVRow {
    /// A cell and the column that it stands in, from 0.
    struct Cell {
        let column: Int
        let text: String
    }

    /// Why a record could not be read.
    struct Fault {
        let code: String
        let message: String
    }

    let raw: RawRecord
    /// How many cells there are, with the empty ones.
    var count = 0
    /// The cells that are not empty, in order.
    var cells: [Cell] = []
    var fault: Fault?

    init(_ raw: RawRecord, fault: Fault? = nil) {
        (self.raw, self.fault) = (raw, fault)
    }

    /// The text of a column; empty when it is not there.
    func text(_ column: Int?) -> String {
        guard let column else { return "" }
        return cells.first { $0.column >= column }.flatMap { $0.column == column ? $0.text : nil } ?? ""
    }
}
