import HTTPTypes
package import Hummingbird
import Kernel
package import WebSupport

extension ShopPages {
    /// A failure as a page for people; `nil` for clients that do not take HTML.
    package func errorPage(_ problem: Problem, _ request: Request, _ context: ShopContext) -> Response? {
        guard ErrorPage.isWanted(by: request.headers[.accept]) else { return nil }
        if problem.code == RequestError.outdatedForm.code { return .seeOther(OutdatedForm(request, context).address) }
        var response = Response.page(
            ErrorPage(problem, requestID: context.requestID, frame), .error, status: problem.status)
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    private func frame(_ head: PageHead) -> Frame { frame(head, CategoryTree([])) }
}

/// What went wrong, in words for shoppers, and how to go on.
struct ErrorPage {
    let frame: Frame
    let heading: String
    let advice: String
    let status: String
    let requestID: String

    init(_ problem: Problem, requestID: String, _ frame: (PageHead) -> Frame) {
        (heading, advice) = ErrorPage.words(for: problem)
        self.frame = frame(PageHead(title: heading, hasSearchBox: false))
        status = "Error \(problem.status.code)"
        self.requestID = requestID
    }

    private static func words(for problem: Problem) -> (heading: String, advice: String) {
        switch problem.status.code {
        case 404, 410: ("There is nothing here", "It may have been sold out for good, or the address has a slip in it.")
        case 422 where problem.fields.contains { $0.field == "q" }:
            ("That is a long search", "Searches have room for 512 bytes. A few words say it better.")
        case 400..<500: ("That did not work", problem.detail)
        case 503 where problem.code == "maintenance": ("We will be back soon", problem.detail)
        default: ("Something broke on our side", "It is not your fault. Please try again in a moment.")
        }
    }

    /// Whether an `Accept` header takes HTML (RFC 9110 §12.5.1); who says nothing takes everything.
    static func isWanted(by accept: String?) -> Bool {
        guard let accept, !accept.isEmpty else { return true }
        let weights = accept.lowercased().split(separator: ",").map { range in
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            let refused = parts.dropFirst().contains { $0.hasPrefix("q=0") && (Double($0.dropFirst(2)) ?? 1) == 0 }
            return (type: parts.first ?? "", isTaken: !refused)
        }
        let exact = weights.first { $0.type == "text/html" }
        let broader = weights.first { ["text/*", "*/*"].contains($0.type) }
        return exact?.isTaken ?? broader?.isTaken ?? false
    }
}
