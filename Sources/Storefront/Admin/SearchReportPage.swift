import Hummingbird
import Kernel
import Search
import WebSupport

extension MerchantPages {
    /// `/admin/search?from=2026-01-01&to=2026-01-08`
    func report(_ request: Request, _ context: ShopContext) async throws -> Response {
        try admit(context)
        let asked = AskedPeriod(query: request.uri.query)
        do {
            let period = try analytics.period(from: asked.from, to: asked.to)
            let report = try await analytics.report(on: period, limit: 50)
            return page(SearchReportPage(report, frame: frame("Search")), .adminsearch)
        } catch let error as SearchError {
            let usual = try analytics.period(from: nil, to: nil)
            let report = try await analytics.report(on: usual, limit: 50)
            return page(SearchReportPage(report, problem: error.message, frame: frame("Search")), .adminsearch)
        }
    }
}

/// The days that a page's address asks about.
private struct AskedPeriod {
    private(set) var from: Timestamp?
    /// Behind the last day.
    private(set) var to: Timestamp?

    init(query: String?) {
        for (name, value) in AddressFields(query ?? "").fields {
            switch name {
            case "from": from = Timestamp(value)
            case "to": to = Timestamp(value).map { $0.advanced(by: .seconds(86_400)) }
            default: break
            }
        }
    }
}

/// What shoppers look for.
struct SearchReportPage {
    let frame: Frame
    let from: String
    let to: String
    let problem: String?
    let figures: [Figure]
    let tables: [Table]

    /// One figure with its name.
    struct Figure: Equatable {
        let name: String
        let value: String
    }

    /// Queries with their figures.
    struct Table {
        let title: String
        let empty: String
        let rows: [Row]
        let hasRows: Bool

        init(_ title: String, empty: String, _ queries: [SearchReport.QueryFigures]) {
            (self.title, self.empty) = (title, empty)
            rows = queries.map(Row.init)
            hasRows = !queries.isEmpty
        }
    }

    /// One query.
    struct Row: Equatable {
        let query: String
        let url: String
        let searches: String
        let results: String
        let clicks: String
        let clickThrough: String
        let position: String

        init(_ figures: SearchReport.QueryFigures) {
            query = figures.query
            url = "/search" + AddressFields.query([("q", figures.query)])
            (searches, clicks) = (figures.searches.grouped, figures.clicks.grouped)
            results = figures.meanResults.rounded(to: 1)
            clickThrough = figures.clickThrough.percent
            position = figures.meanPosition.map { $0.rounded(to: 1) } ?? "–"
        }
    }

    init(_ report: SearchReport, problem: String? = nil, frame: Frame) {
        let totals = report.totals
        (self.frame, self.problem) = (frame, problem)
        from = String(report.period.from.description.prefix(10))
        to = String(report.period.to.advanced(by: .microseconds(-1)).description.prefix(10))
        figures = [
            Figure(name: "Searches", value: totals.searches.grouped),
            Figure(name: "Without result", value: totals.noResultShare.percent),
            Figure(name: "Clicks", value: totals.clicks.grouped),
            Figure(name: "Click-through", value: totals.clickThrough.percent),
            Figure(name: "Put into carts", value: totals.carts.grouped),
            Figure(name: "Bought", value: totals.purchases.grouped),
        ]
        tables = [
            Table("Most frequent", empty: "Nobody searched in this time.", report.top),
            Table("Without result", empty: "Everything that was searched for was found.", report.withoutResult),
        ]
    }
}

extension Double {
    /// `12.5 %`
    fileprivate var percent: String { (self * 100).rounded(to: 1) + " %" }

    /// With so many decimals at most.
    func rounded(to decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        return ((self * scale).rounded() / scale).shortestJSON
    }
}
