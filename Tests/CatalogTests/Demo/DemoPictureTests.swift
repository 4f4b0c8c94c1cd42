import Foundation
import Testing

@testable import Catalog

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct DemoPictureTests {
    @Test(arguments: Demo.Silhouette.allCases)
    func `every silhouette is well-formed, small and without scripts or references`(silhouette: Demo.Silhouette) {
        for number in 1...40 {
            let colour = Demo.Colour.all[number % Demo.Colour.all.count]
            check(DemoPicture.svg(of: silhouette, in: number % 3 == 0 ? nil : colour.tint, number: number))
        }
        #expect(!silhouette.shapes(Demo.Ink(.white, accent: .shade)).isEmpty)
    }

    @Test func `every silhouette is another one`() {
        let ink = Demo.Ink(.white, accent: .shade)
        let drawings = Demo.Silhouette.allCases.map { $0.shapes(ink).map(\.svg).joined() }
        #expect(Set(drawings).count == drawings.count)
    }

    @Test func `the picture that a record names is there`() throws {
        for record in DemoCatalogue(seed: 7, products: 200).makeRecords() {
            let id = try #require(record.externalID)
            #expect(record.images.map(\.url) == ["/demo-images/\(id).svg"])
            #expect(record.images.allSatisfy { !$0.alt.isEmpty })
            check(try #require(DemoPicture.svg(for: id)))
        }
    }

    @Test func `the picture has the colour of the product`() throws {
        for record in DemoCatalogue(seed: 1, products: 300).makeRecords() {
            guard case .text(let name) = record.attributes["colour"] else { continue }
            let colour = try #require(Demo.Colour.named(name), "\(name)")
            let svg = try #require(DemoPicture.svg(for: record.externalID ?? ""))
            #expect(svg.contains("\(colour.tint)"), "\(record.name ?? "")")
        }
    }

    @Test func `the background sets every colour off`() {
        for colour in Demo.Colour.all {
            for number in 1...13 {
                let svg = Demo.Backdrop(number: number, behind: colour.tint).svg
                #expect(!svg.contains("\(colour.tint)"))
            }
        }
    }

    private func check(_ svg: String) {
        #expect(svg.utf8.count < 3072, "\(svg.utf8.count) bytes")
        #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(svg)")
        let forbidden = ["<script", "href", "<style", "onload", "<image", "<!"]
        #expect(!forbidden.contains { svg.contains($0) })
    }
}
