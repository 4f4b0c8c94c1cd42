import Catalog
import Kernel

/// What a product cost before.
struct Reduction: Equatable {
    let price: String
    let saving: String

    /// `nil` when the product is not reduced.
    init?(of product: Product) {
        guard let before = product.compareAtPrice, before.currency == product.price.currency,
            before.minorUnits > product.price.minorUnits
        else { return nil }
        price = before.display
        let (saved, whole) = (before.minorUnits - product.price.minorUnits, before.minorUnits)
        let percent = Int(Double(saved) / Double(whole) * 100)
        saving = percent > 0 ? "Save \(percent) %" : "Reduced"
    }
}

/// Whether something can be bought.
struct StockView: Equatable {
    let text: String
    /// The class of the text: `yes`, `few`, `no`.
    let style: String

    /// From how many on nobody needs to hurry.
    private static let plenty = 6

    /// - Parameter quantity: `nil` when nobody counts.
    init(inStock: Bool, quantity: Int?) {
        switch quantity {
        case _ where !inStock: (text, style) = ("Out of stock", "no")
        case let quantity? where (1..<StockView.plenty).contains(quantity):
            (text, style) = ("Only \(quantity) left", "few")
        default: (text, style) = ("In stock", "yes")
        }
    }
}

/// A row of the table of variants.
struct VariantView {
    let options: [String]
    let sku: String?
    let price: String
    let stock: StockView

    init(_ variant: Variant, options names: [String]) {
        options = names.map { variant.options[$0] ?? "–" }
        sku = variant.sku
        price = variant.price.display
        stock = StockView(inStock: variant.stock.map { $0 > 0 } ?? true, quantity: variant.stock)
    }

    /// The columns: every option that any variant has.
    static func optionNames(of product: Product) -> [String] {
        Set(product.variants.flatMap(\.options.keys)).sorted()
    }
}

/// A row of the table of details.
struct Fact: Equatable {
    let name: String
    let value: String

    /// The attributes by name, then what identifies the product.
    static func all(of product: Product) -> [Fact] {
        var facts = product.attributes.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) }
        if let released = product.released { facts.append(Fact(name: "Released", value: released)) }
        if product.variants.count == 1, let sku = product.variants[0].sku {
            facts.append(Fact(name: "SKU", value: sku))
        }
        if !product.barcodes.isEmpty {
            facts.append(Fact(name: "EAN", value: product.barcodes.joined(separator: ", ")))
        }
        return facts
    }
}

extension Fact {
    /// An attribute; the unit that ends the name of a number moves behind it: `weight_kg`, 2.1 → `Weight`, `2.1 kg`.
    fileprivate init(_ name: String, _ value: AttributeValue) {
        let words = name.split(separator: "_")
        if case .number = value, words.count > 1, let unit = words.last.flatMap({ Fact.units[String($0)] }) {
            self.init(name: words.dropLast().joined(separator: " ").asLabel, value: "\(value.text)\u{A0}\(unit)")
        } else {
            self.init(name: name.asLabel, value: value.shown)
        }
    }

    private static let units = [
        "mm": "mm", "cm": "cm", "m": "m", "km": "km", "inch": "in", "g": "g", "kg": "kg", "ml": "ml", "l": "l",
        "w": "W", "kw": "kW", "v": "V", "a": "A", "ah": "Ah", "mah": "mAh", "wh": "Wh", "nm": "Nm", "hz": "Hz",
        "db": "dB", "gb": "GB", "tb": "TB", "mp": "MP", "lm": "lm", "k": "K", "h": "h", "min": "min", "c": "°C",
        "bar": "bar", "rpm": "rpm", "percent": "%", "gsm": "g/m²", "years": "years", "months": "months",
    ]
}

extension AttributeValue {
    /// The value for people.
    fileprivate var shown: String {
        if case .flag(let flag) = self { return flag ? "Yes" : "No" }
        return text
    }
}

extension String {
    /// A name of data as a label: `fsc_wood` → `Fsc wood`.
    var asLabel: String {
        let spaced = replacing("_", with: " ")
        return spaced.prefix(1).uppercased() + spaced.dropFirst()
    }
}
