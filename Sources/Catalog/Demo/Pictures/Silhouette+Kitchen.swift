extension Demo.Silhouette {
    func kitchenShapes(_ ink: Demo.Ink) -> [Demo.Shape]? {
        switch self {
        case .pan: Demo.Drawing.pan(ink)
        case .pot: Demo.Drawing.pot(ink)
        case .knife: Demo.Drawing.knife(ink)
        case .dish: Demo.Drawing.dish(ink)
        case .kettle: Demo.Drawing.kettle(ink)
        case .blender: Demo.Drawing.blender(ink)
        case .moka: Demo.Drawing.moka(ink)
        case .mug: Demo.Drawing.mug(ink)
        case .plate: Demo.Drawing.plate(ink)
        case .glass: Demo.Drawing.glass(ink)
        case .cutlery: Demo.Drawing.cutlery(ink)
        case .jar: Demo.Drawing.jar(ink)
        default: nil
        }
    }
}

extension Demo {
    /// The drawings; each stands on y = 470 or lies around the middle.
    enum Drawing {}
}

extension Demo.Drawing {
    static func pan(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M412 372L520 326", ink.woodDark, 26), .line("M412 368L520 322", ink.wood, 18),
            .area("M90 358H430L404 444Q398 468 372 468H148Q122 468 116 444Z", ink.main),
            .area("M340 358H430L404 444Q398 468 372 468H330Q352 420 340 358Z", ink.dark),
            .oval(260, 358, 172, 34, ink.light), .oval(260, 360, 156, 26, ink.dark), .oval(244, 366, 110, 14, ink.main),
            .line("M200 300q-14-22 0-44t0-44M260 290q-14-22 0-44t0-44M320 300q-14-22 0-44t0-44", "#ffffff88", 9),
        ]
    }

    static func pot(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M146 318H108V360H140M454 318H492V360H460", ink.dark, 20),
            .area("M140 272H460V420Q460 468 412 468H188Q140 468 140 420Z", ink.main),
            .area("M400 272H460V420Q460 468 412 468H370Q400 420 400 272Z", ink.dark),
            .box(166, 300, 22, 120, 11, ink.gleam), .area("M150 256Q160 196 300 196T450 256Z", ink.light),
            .box(128, 252, 344, 26, 13, ink.dark), .box(270, 164, 60, 34, 15, ink.detail),
        ]
    }

    static func knife(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M130 396Q220 330 400 150L430 180Q330 330 176 412Q150 424 130 396Z", ink.steel),
            .area("M148 412Q270 350 416 166L430 180Q330 330 176 412Q160 420 148 412Z", "#e9edf0"),
            .area("M388 162L436 114Q452 98 468 114L474 120Q490 136 474 152L418 208Z", ink.woodDark),
            .area("M388 162L436 114Q452 98 468 114L403 185Z", ink.wood),
            .disc(424, 168, 6, ink.steel), .disc(450, 140, 6, ink.steel),
        ]
    }

    static func dish(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(66, 336, 468, 44, 22, ink.dark),
            .area("M100 346H500L472 442Q464 468 436 468H164Q136 468 128 442Z", ink.main),
            .area("M430 346H500L472 442Q464 468 436 468H396Q430 430 430 346Z", ink.dark),
            .area("M112 346Q130 262 210 282Q250 232 310 268Q380 238 410 288Q476 284 488 346Z", "#e0a458"),
            .area("M150 330Q180 292 220 306T310 296T400 314T456 336L450 346H150Z", "#f0c67e"),
            .box(86, 336, 428, 24, 12, ink.light),
            .line("M220 214q-12-18 0-36t0-36M300 204q-12-18 0-36t0-36M380 214q-12-18 0-36t0-36", "#ffffff88", 9),
        ]
    }

    static func kettle(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M206 250Q216 130 320 130T424 250", ink.detail, 22),
            .area("M190 330Q140 330 122 244L92 250Q96 380 200 400Z", ink.dark),
            .area("M206 250H424L456 432Q460 468 424 468H206Q170 468 174 432Z", ink.main),
            .area("M372 250H424L456 432Q460 468 424 468H370Q408 420 372 250Z", ink.dark),
            .area("M218 250Q240 208 315 208T412 250Z", ink.light),
            .disc(315, 200, 17, ink.detail), .box(204, 290, 18, 130, 9, ink.gleam),
        ]
    }

    static func blender(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M404 190Q464 190 456 250T396 312", ink.steelDark, 18),
            .area("M196 160H404L380 352H220Z", "#dfeef2cc"),
            .area("M207 250Q254 232 300 250T394 246L380 352H220Z", "#ef8f8fdd"), .disc(260, 286, 10, "#fff6"),
            .disc(316, 312, 13, "#fff6"),
            .box(186, 138, 228, 30, 12, ink.dark), .box(262, 116, 76, 28, 10, ink.detail),
            .area("M220 352H380L410 444Q414 468 390 468H210Q186 468 190 444Z", ink.main),
            .area("M352 352H380L410 444Q414 468 390 468H350Q374 430 352 352Z", ink.dark),
            .disc(300, 410, 26, ink.light), .line("M300 410L312 394", ink.detail, 7),
            .box(218, 180, 14, 150, 7, "#ffffff88"),
        ]
    }

    static func moka(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M386 220H452L430 330", ink.night, 22), .area("M200 196L164 178L190 236Z", ink.dark),
            .area("M196 186H404L372 316H228Z", ink.main),
            .area("M330 186H404L372 316H322Z", ink.dark), .area("M234 316H366L408 468H192Z", ink.main),
            .area("M322 316H366L408 468H330Z", ink.dark),
            .area("M234 316H270L262 468H192Z", ink.light), .area("M196 186H248L260 316H228Z", ink.light),
            .box(216, 306, 168, 20, 8, ink.detail),
            .area("M206 186L240 152H360L394 186Z", ink.light), .box(280, 120, 40, 36, 12, ink.night),
        ]
    }

    static func mug(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M400 300Q486 290 478 352T396 412", ink.dark, 28),
            .area("M180 260H410V420Q410 468 362 468H228Q180 468 180 420Z", ink.main),
            .area("M354 260H410V420Q410 468 362 468H322Q354 430 354 260Z", ink.dark),
            .oval(295, 260, 115, 24, ink.light), .oval(295, 263, 98, 16, "#6b4430"),
            .box(202, 304, 20, 116, 10, ink.gleam),
            .line("M256 214q-14-22 0-44t0-44M326 214q-14-22 0-44t0-44", "#ffffff99", 10),
        ]
    }

    static func plate(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 300, 196, ink.dark), .disc(300, 294, 196, ink.main), .ring(300, 294, 178, ink.light, 6),
            .disc(300, 296, 122, ink.dark),
            .disc(300, 299, 120, ink.light), .line("M172 206Q210 148 276 134", "#ffffff88", 12),
        ]
    }

    static func glass(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .oval(300, 460, 92, 14, ink.dark), .box(290, 316, 20, 146, 8, ink.main),
            .area("M204 128H396Q416 326 300 330Q184 326 204 128Z", ink.pale),
            .area("M200 214Q250 200 300 214T400 214Q396 326 300 330Q204 326 200 214Z", "#a93f56"),
            .area("M340 208Q372 216 400 214Q396 326 300 330Q360 300 340 208Z", "#8b3049"),
            .oval(300, 128, 96, 12, ink.light), .line("M222 156Q216 240 240 286", "#ffffff99", 11),
        ]
    }

    static func cutlery(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M200 260V458", ink.main, 22),
            .area("M160 140H176V216H192V140H208V216H224V140H240V226Q240 276 200 282Q160 276 160 226Z", ink.main),
            .line("M300 300V458", ink.main, 22), .area("M282 136Q340 150 330 320H282Z", ink.light),
            .area("M310 150Q340 170 330 320H312Z", ink.main),
            .line("M400 260V458", ink.main, 22), .oval(400, 206, 44, 70, ink.main), .oval(396, 200, 30, 54, ink.light),
            .line("M200 400V456M300 400V456M400 400V456", ink.dark, 22),
        ]
    }

    static func jar(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(176, 190, 248, 280, 44, ink.pale),
            .area("M176 330Q240 310 300 330T424 326V426Q424 470 380 470H220Q176 470 176 426Z", ink.main),
            .area("M368 336Q400 332 424 326V426Q424 470 380 470H340Q372 430 368 336Z", ink.dark),
            .box(196, 146, 208, 54, 16, ink.wood),
            .box(196, 176, 208, 24, 10, ink.woodDark), .box(232, 262, 136, 70, 10, ink.paper),
            .line("M254 286H346M254 308H318", ink.detail, 6), .box(194, 226, 16, 190, 8, "#ffffff88"),
        ]
    }
}
