extension Demo {
    /// A primitive of a picture, in its 600 × 600 units.
    enum Shape: Sendable {
        /// x, y, width, height, corner radius, fill
        case box(Int, Int, Int, Int, Int, String)
        /// Centre x, y, radius, fill
        case disc(Int, Int, Int, String)
        /// Centre x, y, radii, fill
        case oval(Int, Int, Int, Int, String)
        /// Path data, fill
        case area(String, String)
        /// Path data, stroke, width
        case line(String, String, Int)
        /// Centre x, y, radius, stroke, width
        case ring(Int, Int, Int, String, Int)

        var svg: String {
            switch self {
            case .box(let x, let y, let width, let height, let radius, let fill):
                #"<rect x="\#(x)" y="\#(y)" width="\#(width)" height="\#(height)" rx="\#(radius)" fill="\#(fill)"/>"#
            case .disc(let x, let y, let radius, let fill):
                #"<circle cx="\#(x)" cy="\#(y)" r="\#(radius)" fill="\#(fill)"/>"#
            case .oval(let x, let y, let width, let height, let fill):
                #"<ellipse cx="\#(x)" cy="\#(y)" rx="\#(width)" ry="\#(height)" fill="\#(fill)"/>"#
            case .area(let path, let fill):
                #"<path d="\#(path)" fill="\#(fill)"/>"#
            case .line(let path, let stroke, let width):
                #"<path d="\#(path)" fill="none" stroke="\#(stroke)" stroke-width="\#(width)" "#
                    + #"stroke-linecap="round" stroke-linejoin="round"/>"#
            case .ring(let x, let y, let radius, let stroke, let width):
                #"<circle cx="\#(x)" cy="\#(y)" r="\#(radius)" fill="none" "#
                    + #"stroke="\#(stroke)" stroke-width="\#(width)"/>"#
            }
        }
    }
}
