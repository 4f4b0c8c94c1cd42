import Catalog
import Identity
import Kernel
import Search
import WebSupport

/// Something that a shopper did, as a client tells it.
struct ShopperEventBody: InputObject {
    @Field("impression, click, add_to_cart, purchase or search.") var type: String
    @Field("With which product.") var productId: ID<Product>?
    @Field("What had been searched for.", length: 1...512) var query: String?
    @Field("At which place among the results it stood, from 1.", in: 1...10_000) var position: Int?
    @Field("When; now if absent. Not more than a day ago.") var at: Timestamp?

    /// - Throws: `ValidationError`.
    func event() throws -> ShopperEvent {
        try ShopperEvent(type: type, productID: productId, query: query, position: position, at: at)
    }
}

extension ShopperEvent {
    /// - Throws: `ValidationError`.
    fileprivate init(
        type: String, productID: ID<Product>?, query: String?, position: Int?, at moment: Timestamp?
    ) throws {
        guard let kind = Kind(rawValue: type) else {
            let allowed = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("type", code: "not_allowed", message: "must be one of \(allowed)")
        }
        guard kind == .search ? query != nil : productID != nil else {
            let field = kind == .search ? "query" : "product_id"
            throw ValidationError(field, code: "required", message: "must be there for a \(kind.rawValue)")
        }
        self.init(
            kind: kind, productID: productID?.description, query: query, position: position, moment: moment)
    }
}

/// One event, or a list of them.
struct ShopperEventsBody: InputObject {
    @Field("What happened, at most 100 things; instead of the other members.") var events: [ShopperEventBody] = []
    @Field("Of a single event: impression, click, add_to_cart, purchase or search.") var type: String?
    @Field("Of a single event: with which product.") var productId: ID<Product>?
    @Field("Of a single event: what had been searched for.", length: 1...512) var query: String?
    @Field("Of a single event: at which place it stood, from 1.", in: 1...10_000) var position: Int?
    @Field("Of a single event: when; now if absent.") var at: Timestamp?

    /// - Throws: `ValidationError`.
    func all() throws -> [ShopperEvent] {
        guard events.count <= ShopperEvent.maximumBatch else {
            throw ValidationError(
                "events", code: "too_many", message: "must be at most \(ShopperEvent.maximumBatch), are \(events.count)"
            )
        }
        if let type {
            guard events.isEmpty else {
                throw ValidationError("events", code: "contradiction", message: "must not stand beside a single event")
            }
            return [try ShopperEvent(type: type, productID: productId, query: query, position: position, at: at)]
        }
        guard !events.isEmpty else {
            throw ValidationError("events", code: "required", message: "must be there and have something in it")
        }
        var (all, errors): ([ShopperEvent], [FieldError]) = ([], [])
        for (index, body) in events.enumerated() {
            do {
                all.append(try body.event())
            } catch let error as ValidationError {
                errors += error.fields.map { $0.nested(in: "events[\(index)]") }
            }
        }
        guard errors.isEmpty else { throw ValidationError(errors) }
        return all
    }
}

/// How many events were taken.
struct EventsTakenAnswer: Answer {
    let accepted: Int

    static let example = EventsTakenAnswer(accepted: 3)

    func write(to object: inout AnswerWriter) {
        object.member("accepted", accepted, "How many count and had room; the others are dropped.")
    }
}

/// `POST /events`
struct TakeEvents: Operation {
    static let declaration = Declaration(
        .post, "/events", "Tell what shoppers do",
        description: """
            Clicks, carts and purchases make products more popular within the hour, and are what the analytics of search \
            are made of. They are written down later, without anything about who it was; under load some are dropped. \
            What one person does counts so often a day: the same with a product for a query once, a click or a cart of a \
            product three times, a purchase of it once, and 300 things in all.
            """,
        tag: .search, bodyLimit: 1 << 16)

    @Body("One event, or a list of them.") var events: ShopperEventsBody

    func answer(_ log: SearchLog, _ call: Call) async throws -> Taken<EventsTakenAnswer> {
        let visitor = call.caller.userID.map { Visitor($0) } ?? Visitor(call.client)
        return Taken(EventsTakenAnswer(accepted: log.note(try events.all(), by: visitor)))
    }
}
