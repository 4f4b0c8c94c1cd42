extension Demo.Silhouette {
    func homeShapes(_ ink: Demo.Ink) -> [Demo.Shape]? {
        switch self {
        case .sofa: Demo.Drawing.sofa(ink)
        case .chair: Demo.Drawing.chair(ink)
        case .table: Demo.Drawing.table(ink)
        case .shelf: Demo.Drawing.shelf(ink)
        case .bed: Demo.Drawing.bed(ink)
        case .linen: Demo.Drawing.linen(ink)
        case .pillow: Demo.Drawing.pillow(ink)
        case .towel: Demo.Drawing.towel(ink)
        case .blanket: Demo.Drawing.blanket(ink)
        case .lamp: Demo.Drawing.lamp(ink)
        case .pendant: Demo.Drawing.pendant(ink)
        case .floorLamp: Demo.Drawing.floorLamp(ink)
        case .vase: Demo.Drawing.vase(ink)
        case .candle: Demo.Drawing.candle(ink)
        case .rug: Demo.Drawing.rug(ink)
        case .clock: Demo.Drawing.clock(ink)
        default: nil
        }
    }
}

extension Demo.Drawing {
    static func sofa(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M130 440V466M470 440V466", ink.woodDark, 16), .box(110, 216, 380, 190, 44, ink.dark),
            .box(128, 236, 168, 140, 28, ink.main),
            .box(304, 236, 168, 140, 28, ink.main), .box(120, 344, 360, 96, 22, ink.main),
            .box(134, 334, 162, 60, 20, ink.light), .box(304, 334, 162, 60, 20, ink.light),
            .box(68, 296, 84, 150, 38, ink.main), .box(448, 296, 84, 150, 38, ink.main),
            .box(78, 306, 30, 110, 15, ink.gleam), .box(330, 262, 84, 84, 16, ink.accent),
        ]
    }

    static func chair(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M216 344L196 462M384 344L404 462", ink.dark, 18),
            .line("M250 350L244 462M350 350L356 462", ink.detail, 14),
            .line("M214 336L196 150M386 336L404 150", ink.main, 18),
            .line("M250 330L240 170M300 330V166M350 330L360 170", ink.dark, 11),
            .area("M180 130Q300 96 420 130L414 178Q300 148 186 178Z", ink.main),
            .area("M190 128Q300 100 410 128L408 142Q300 114 192 142Z", ink.light),
            .area("M186 330H414L432 362Q434 374 420 374H180Q166 374 168 362Z", ink.main),
            .box(168, 360, 264, 16, 8, ink.dark),
        ]
    }

    static func table(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M170 340L136 464M430 340L464 464", ink.dark, 20),
            .line("M214 340L204 452M386 340L396 452", ink.detail, 15), .box(96, 300, 408, 44, 18, ink.main),
            .box(96, 326, 408, 18, 9, ink.dark), .box(110, 306, 180, 8, 4, ink.gleam),
            .box(170, 268, 110, 16, 5, ink.accent), .box(180, 284, 100, 16, 5, ink.paper),
            .area("M350 236H420V276Q420 300 396 300H374Q350 300 350 276Z", ink.paper),
            .line("M420 248Q444 250 440 266T418 282", ink.paper, 9),
        ]
    }

    static func shelf(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(150, 110, 300, 360, 12, ink.main), .box(170, 130, 260, 92, 4, ink.detail),
            .box(170, 240, 260, 92, 4, ink.detail), .box(170, 350, 260, 100, 4, ink.detail),
            .box(186, 150, 26, 72, 3, "#c8694c"), .box(214, 140, 22, 82, 3, "#e9c46a"),
            .box(238, 156, 30, 66, 3, "#7aa6b8"), .disc(376, 194, 28, ink.leaf), .box(358, 200, 36, 22, 4, ink.paper),
            .box(190, 292, 90, 18, 3, "#7b8fb5"), .box(196, 310, 80, 22, 3, ink.paper),
            .box(340, 258, 28, 74, 3, "#5f8f63"), .box(372, 268, 24, 64, 3, "#d98c6a"),
            .box(190, 386, 100, 64, 8, ink.wood), .box(330, 372, 22, 78, 3, "#b6a3ce"),
            .box(356, 380, 30, 70, 3, "#e0b0a8"), .box(150, 110, 14, 360, 6, ink.light),
        ]
    }

    static func bed(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(96, 190, 408, 220, 34, ink.main), .box(96, 190, 408, 90, 34, ink.light),
            .line("M110 440V464M490 440V464", ink.detail, 18), .box(84, 396, 432, 54, 16, ink.dark),
            .box(130, 270, 160, 84, 30, "#ffffff"), .box(310, 270, 160, 84, 30, "#ffffff"),
            .area("M84 372Q84 330 126 330H474Q516 330 516 372V420H84Z", ink.paper),
            .area("M84 384Q84 356 112 356H488Q516 356 516 384V426Q516 436 506 436H94Q84 436 84 426Z", ink.accent),
            .line("M92 366H508", "#ffffffaa", 16),
        ]
    }

    static func linen(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(110, 394, 380, 76, 34, ink.dark), .box(118, 326, 364, 74, 34, ink.main),
            .box(126, 256, 348, 76, 34, ink.light), .line("M150 434H430M156 364H424M164 294H416", ink.gleam, 8),
            .line("M466 414Q478 432 466 450M458 346Q470 363 458 380M450 276Q462 294 450 312", ink.detail, 5),
            .box(276, 240, 48, 232, 6, ink.accent),
            .area("M300 244Q230 190 236 226T300 244Q370 190 364 226T300 244Z", ink.accentDark),
        ]
    }

    static func pillow(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M96 300Q80 250 130 262Q300 226 470 262Q520 250 504 300Q490 360 508 424Q514 468 462 458Q300 486 138 458Q86 468 92 424Q110 360 96 300Z",
                "#e6e0d6"),
            .area(
                "M104 292Q92 250 136 260Q300 228 464 260Q508 250 496 292Q482 346 498 408Q502 444 458 438Q300 462 142 438Q98 444 102 408Q118 346 104 292Z",
                "#fbf8f2"),
            .line(
                "M140 290Q170 312 176 334M460 290Q430 312 424 334M150 410Q180 396 190 384M450 410Q420 396 410 384",
                "#d9d1c4", 7), .box(254, 410, 92, 40, 6, ink.accent),
        ]
    }

    static func towel(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(150, 160, 300, 310, 20, ink.dark), .box(150, 160, 240, 310, 20, ink.main),
            .box(150, 400, 240, 14, 0, ink.pale), .box(150, 424, 240, 8, 0, ink.pale),
            .box(390, 400, 60, 14, 0, ink.light),
            .box(390, 424, 60, 8, 0, ink.light), .box(172, 190, 18, 190, 9, ink.gleam),
            .box(110, 140, 380, 24, 12, ink.wood), .disc(110, 152, 18, ink.woodDark), .disc(490, 152, 18, ink.woodDark),
        ]
    }

    static func blanket(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line(
                "M150 440V470M180 440V470M210 440V470M240 440V470M270 440V470M300 440V470M330 440V470M360 440V470M390 440V470M420 440V470M450 440V470",
                ink.dark, 8),
            .box(120, 210, 360, 236, 40, ink.main),
            .area("M420 210H440Q480 210 480 250V406Q480 446 440 446H400Q430 330 420 210Z", ink.dark),
            .line("M124 276H476M124 296H476M124 380H476M124 400H476", ink.pale, 8),
            .line("M200 214V442M330 214V442", ink.gleam, 22), .box(120, 210, 360, 40, 20, ink.light),
        ]
    }

    static func lamp(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 240, 190, "url(#l)"), .area("M236 320Q220 400 260 440H340Q380 400 364 320Z", ink.main),
            .area("M330 320H364Q380 400 340 440H310Q346 400 330 320Z", ink.dark),
            .box(230, 440, 140, 28, 14, ink.detail), .box(292, 286, 16, 40, 4, ink.steelDark),
            .area("M232 130H368L426 300H174Z", ink.glow), .area("M318 130H368L426 300H330Z", "#f6d488"),
            .line("M174 300H426", "#ffffffcc", 8), .box(252, 340, 14, 76, 7, ink.gleam),
        ]
    }

    static func pendant(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M300 0V206", ink.night, 6), .area("M150 372H450L560 600H40Z", "#fff3c84d"),
            .box(278, 196, 44, 46, 10, ink.detail), .area("M140 366Q150 232 300 232T460 366Z", ink.main),
            .area("M340 236Q452 256 460 366H380Q386 286 340 236Z", ink.dark), .oval(300, 366, 160, 22, ink.dark),
            .oval(300, 368, 146, 16, ink.glow), .oval(300, 372, 40, 22, "#fffbe8"),
            .line("M180 330Q196 276 244 258", ink.gleam, 14),
        ]
    }

    static func floorLamp(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 190, 180, "url(#l)"), .line("M300 250L226 464M300 250L374 464M300 250V464", ink.woodDark, 12),
            .line("M262 360H338", ink.wood, 8),
            .area("M236 90H364L404 240H196Z", ink.main), .area("M322 90H364L404 240H332Z", ink.dark),
            .area("M204 210H396L404 240H196Z", ink.glow), .line("M250 110L226 196", ink.gleam, 12),
        ]
    }

    static func vase(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M300 240Q290 150 250 110M300 240Q306 150 300 84M300 240Q320 160 364 120", ink.leafDark, 7),
            .oval(276, 172, 12, 26, ink.leaf), .oval(332, 178, 12, 26, ink.leaf),
            .disc(246, 106, 30, ink.accent), .disc(246, 106, 11, ink.glow), .disc(300, 78, 32, "#f3d5c0"),
            .disc(300, 78, 11, ink.accentDark), .disc(368, 116, 28, ink.accent), .disc(368, 116, 10, ink.glow),
            .area(
                "M262 226H338C334 280 392 300 392 376C392 440 352 470 300 470S208 440 208 376C208 300 266 280 262 226Z",
                ink.main),
            .area(
                "M322 226H338C334 280 392 300 392 376C392 440 352 470 306 470C352 430 362 380 344 320C332 288 324 262 322 226Z",
                ink.dark),
            .oval(300, 226, 40, 9, ink.detail), .line("M234 346Q224 390 244 426", ink.gleam, 14),
        ]
    }

    static func candle(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 170, 140, "url(#l)"), .area("M300 110Q346 170 300 206Q254 170 300 110Z", "#ffb648"),
            .area("M300 148Q324 180 300 202Q276 180 300 148Z", "#fff0b8"), .line("M300 200V232", ink.night, 6),
            .box(190, 246, 220, 224, 26, ink.main), .box(352, 246, 58, 224, 26, ink.dark),
            .oval(300, 250, 110, 22, ink.pale), .oval(300, 252, 94, 15, ink.paper), .line("M300 206V250", ink.night, 5),
            .box(236, 320, 128, 90, 10, ink.paper), .line("M260 348H340M272 370H328M284 390H316", ink.accentDark, 6),
        ]
    }

    static func rug(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line(
                "M160 100V70M195 100V70M230 100V70M265 100V70M300 100V70M335 100V70M370 100V70M405 100V70M440 100V70",
                ink.light, 8),
            .line(
                "M160 500V530M195 500V530M230 500V530M265 500V530M300 500V530M335 500V530M370 500V530M405 500V530M440 500V530",
                ink.light, 8),
            .box(140, 92, 320, 416, 6, ink.main), .box(158, 112, 284, 376, 2, ink.light),
            .box(172, 126, 256, 348, 2, ink.main),
            .area("M300 176L384 300L300 424L216 300Z", ink.pale),
            .area("M300 226L350 300L300 374L250 300Z", ink.detail),
            .area("M300 262L326 300L300 338L274 300Z", ink.pale),
            .area("M172 126H252L172 244ZM428 126H348L428 244ZM172 474H252L172 356ZM428 474H348L428 356Z", ink.dark),
        ]
    }

    static func clock(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 300, 186, ink.dark), .disc(300, 294, 186, ink.main), .disc(300, 298, 156, ink.paper),
            .line("M300 160V182M300 414V436M162 298H184M416 298H438", ink.night, 12),
            .line(
                "M231 178L238 190M369 178L362 190M231 418L238 406M369 418L362 406M180 229L192 236M420 229L408 236M180 367L192 360M420 367L408 360",
                ink.steelDark, 7),
            .line("M300 298L240 250", ink.night, 14), .line("M300 298L356 204", ink.night, 9),
            .line("M286 322L330 250", ink.accent, 4), .disc(300, 298, 12, ink.accent),
        ]
    }
}
