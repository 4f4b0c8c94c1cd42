/// Pictures for the demonstration shop, drawn when they are asked for.
package enum DemoPicture {
    /// Where the picture of a product is: `/demo-images/demo-000001.svg`.
    package static func url(for externalID: String) -> String {
        "/demo-images/\(externalID).svg"
    }

    /// An SVG picture of 600 × 600 and less than 3 kB, without scripts or references to anything outside.
    ///
    /// Everything is derived from the external id, which carries the seed, so no database is asked. `nil` when the id
    /// is none of a `DemoCatalogue`.
    package static func svg(for externalID: String) -> String? {
        guard let id = DemoNumber(externalID: externalID) else { return nil }
        let product = DemoProduct(id)
        return svg(of: product.leaf.picture, in: product.colour?.tint, number: id.number)
    }

    /// A silhouette in a colour, or in one that suits the background where the product has none.
    static func svg(of silhouette: Demo.Silhouette, in colour: Demo.Tint?, number: Int) -> String {
        let backdrop = Demo.Backdrop(number: number, behind: colour)
        let ink = Demo.Ink(colour ?? backdrop.accent, accent: backdrop.accent)
        let shapes = silhouette.shapes(ink).map(\.svg).joined()
        let ground = silhouette.isHovering ? 518 : 470
        let shadow = Demo.Shape.oval(300, ground, silhouette.shadowWidth, silhouette.isHovering ? 22 : 30, "url(#g)")
            .svg
        let thing = silhouette.isHovering ? "<g transform=\"translate(45 18) scale(.85)\">\(shapes)</g>" : shapes
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">\
            \(backdrop.svg)\(shadow)\(thing)</svg>
            """
    }
}
