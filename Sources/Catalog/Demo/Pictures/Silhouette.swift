extension Demo {
    /// What pictures show, one for each kind of thing in the shop.
    enum Silhouette: CaseIterable, Sendable {
        case pan, pot, knife, dish, kettle, blender, moka
        case mug, plate, glass, cutlery, jar
        case sofa, chair, table, shelf, bed
        case linen, pillow, towel, blanket
        case lamp, pendant, floorLamp, vase, candle, rug, clock
        case headphones, speaker, phone, powerBank, laptop, monitor, keyboard, mouse, camera, watch
        case tent, sleepingBag, backpack, bottle, lantern, bicycle
        case plant, planter, hammer, drill, wateringCan
        case officeChair, desk, notebook, pen, organiser
        case blocks, teddy, puzzle, boardGame, toyCar
        case tShirt, shirt, dress, sweater, jacket, trousers, hat, socks
        case sneaker, boot, slipper
        case ball, mat, dumbbell, book

        /// Half the width of the shadow on the floor.
        var shadowWidth: Int {
            switch self {
            case .pendant: 0
            case .sofa, .bed, .desk, .bicycle, .tent: 260
            case .pan, .pot, .dish, .table, .linen, .blanket, .pillow, .laptop, .monitor, .toyCar, .sneaker, .slipper,
                .dumbbell, .keyboard:
                220
            case .moka, .mug, .glass, .jar, .lamp, .floorLamp, .vase, .candle, .bottle, .lantern, .plant, .planter,
                .phone,
                .powerBank, .watch, .mouse, .pen:
                130
            default: 180
            }
        }

        /// Whether it hovers above the floor, because it could not stand there by itself.
        var isHovering: Bool {
            switch self {
            case .knife, .plate, .cutlery, .rug, .clock, .headphones, .phone, .powerBank, .keyboard, .mouse, .watch,
                .hammer,
                .notebook, .pen, .puzzle, .boardGame, .tShirt, .shirt, .dress, .sweater, .jacket, .trousers, .socks,
                .book:
                true
            default: false
            }
        }

        func shapes(_ ink: Ink) -> [Shape] {
            kitchenShapes(ink) ?? homeShapes(ink) ?? deviceShapes(ink) ?? outdoorShapes(ink) ?? deskShapes(ink)
                ?? clothingShapes(ink) ?? []
        }
    }
}
