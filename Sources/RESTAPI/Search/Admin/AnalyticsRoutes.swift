import Identity
import Kernel
import Search
import WebSupport

/// What happened in a period.
struct SearchReportAnswer: Answer {
    let report: SearchReport

    static let example = SearchReportAnswer(
        report: SearchReport(
            period: SearchAnalytics.Period(
                from: Timestamp(microseconds: 1_767_225_600_000_000), to: Timestamp(microseconds: 1_767_830_400_000_000)
            ),
            totals: SearchReport.Totals(searches: 1200, withoutResult: 36, clicks: 480, carts: 60, purchases: 24),
            top: [QueryFiguresAnswer.example.figures],
            withoutResult: [
                SearchReport.QueryFigures(
                    query: "flux capacitor", searches: 9, meanResults: 0, clicks: 0, meanPosition: nil)
            ]))

    func write(to object: inout AnswerWriter) {
        let totals = report.totals
        object.member("from", report.period.from, "The first moment of the period.")
        object.member("to", report.period.to, "The first moment behind it.")
        object.member("searches", totals.searches, "Searches with words, further pages not counted.")
        object.member("no_result_share", totals.noResultShare, "The share of them that found nothing.")
        object.member("clicks", totals.clicks, "Clicks on results.")
        object.member("click_through", totals.clickThrough, "Clicks for each search.")
        object.member("carts", totals.carts, "Products from results that were put into a cart.")
        object.member("purchases", totals.purchases, "Products from results that were bought.")
        object.member("conversion", totals.conversion, "Purchases for each search.")
        object.member("top", report.top.map(QueryFiguresAnswer.init), "The most frequent queries.")
        object.member(
            "no_result", report.withoutResult.map(QueryFiguresAnswer.init),
            "The most frequent queries that found nothing.")
    }
}

/// One query.
struct QueryFiguresAnswer: Answer {
    let figures: SearchReport.QueryFigures

    init(_ figures: SearchReport.QueryFigures) {
        self.figures = figures
    }

    static let example = QueryFiguresAnswer(
        SearchReport.QueryFigures(query: "toner", searches: 120, meanResults: 84.5, clicks: 66, meanPosition: 2.4))

    func write(to object: inout AnswerWriter) {
        object.member("query", figures.query, "Without case, accents and superfluous spaces.")
        object.member("searches", figures.searches, "How often it was asked.")
        object.member("mean_results", figures.meanResults, "How many products it found in the mean.")
        object.member("clicks", figures.clicks, "How often a result was followed.")
        object.member("click_through", figures.clickThrough, "Clicks for each search.")
        object.member(
            "mean_position", figures.meanPosition, "Where the followed results stood; null when none was followed.")
    }
}

/// `GET /admin/search/analytics`
struct ReadSearchAnalytics: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/analytics", "Read what shoppers look for", tag: .searchTuning, permission: .manageSearch)

    @Query("The first moment; seven days before `to` when absent.") var from: Timestamp?
    @Query("The first moment behind it; now when absent. At most 92 days after `from`.") var to: Timestamp?
    @Query("How many queries of each sort.", in: 1...500) var limit = 50

    func answer(_ analytics: SearchAnalytics, _ call: Call) async throws -> Reply<SearchReportAnswer> {
        let period = try analytics.period(from: from, to: to)
        return .ok(SearchReportAnswer(report: try await analytics.report(on: period, limit: limit)))
    }
}

/// A search that was logged.
struct LoggedSearchAnswer: Answer {
    let row: SearchLogRow

    init(_ row: SearchLogRow) {
        self.row = row
    }

    static let example = LoggedSearchAnswer(
        SearchLogRow(
            id: 1,
            search: LoggedSearch(
                moment: Timestamp(microseconds: 1_767_225_600_000_000), query: "tonr", correctedQuery: "toner",
                results: 84, page: 1, isFiltered: false, isDegraded: false, microseconds: 140)))

    func write(to object: inout AnswerWriter) {
        let search = row.search
        object.member("id", Int(row.id), "Counts up.")
        object.member("at", search.moment, "When.")
        object.member("query", search.query, "The words as they were typed.")
        object.member("corrected_query", search.correctedQuery, "What they were taken for, when one was misspelt.")
        object.member("results", search.results, "How many products were found.")
        object.member("page", search.page, "Which page was asked for.")
        object.member("filtered", search.isFiltered, "Whether anything narrowed the words down.")
        object.member("degraded", search.isDegraded, "Whether the database answered in place of the index.")
        object.member("microseconds", search.microseconds, "How long that took.")
    }
}

/// `GET /admin/search/log`
struct ExportSearchLog: Operation {
    static let declaration = Declaration(
        .get, "/admin/search/log", "Export the searches one by one",
        description: "For a warehouse: oldest first, without anything about who searched. Kept for 30 days.",
        tag: .searchTuning, permission: .manageSearch)

    @Query("The first moment; seven days before `to` when absent.") var from: Timestamp?
    @Query("The first moment behind it; now when absent. At most 92 days after `from`.") var to: Timestamp?
    @Query("Where to go on: the `next_cursor` of the answer before.", length: 1...1024) var cursor: String?
    @Query("How many at once.", in: 1...1000) var limit = 1000

    func answer(_ analytics: SearchAnalytics, _ call: Call) async throws -> Reply<FeedAnswer<LoggedSearchAnswer>> {
        let period = try analytics.period(from: from, to: to)
        let position = try call.place(in: "search_log", cursor)?.position
        let rows = try await analytics.log(of: period, after: position.flatMap { Int64($0) } ?? 0, limit: limit + 1)
        return call.stretch(of: "search_log", rows, limit: limit, at: { String($0.id) }, show: LoggedSearchAnswer.init)
    }
}
