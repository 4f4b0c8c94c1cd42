import Kernel

/// A synonym was made, changed or removed.
struct SynonymChanged: Event {
    static let name = "search.synonym_changed"
    /// The name of the rule.
    let subject: String
}

/// What is pinned or hidden for a query was made, changed or removed.
struct PinChanged: Event {
    static let name = "search.pin_changed"
    /// The name of the rule.
    let subject: String
}

/// The settings were changed.
struct SettingsChanged: Event {
    static let name = "search.settings_changed"
    /// The new version.
    let subject: String
}

/// The middle prices of categories moved.
struct PriceLevelsChanged: Event {
    static let name = "search.price_levels_changed"
    let subject = "*"
}

/// What shoppers did made a product more or less popular.
struct PopularityChanged: Event {
    static let name = "popularity.changed"
    /// The id of the product.
    let subject: String
}

/// The index and the database are to be compared: every node does it to its own index.
package struct CheckRequested: Event {
    /// `search.check_requested`
    package static let name = "search.check_requested"
    /// Nothing in particular.
    package let subject = "*"

    /// A wish for a check.
    package init() {}
}

enum TuningEvents {
    /// After which the tuning is read anew.
    static let names: Set<String> = [
        SynonymChanged.name, PinChanged.name, SettingsChanged.name, PriceLevelsChanged.name,
    ]
}
