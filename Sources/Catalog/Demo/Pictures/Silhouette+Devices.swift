extension Demo.Silhouette {
    func deviceShapes(_ ink: Demo.Ink) -> [Demo.Shape]? {
        switch self {
        case .headphones: Demo.Drawing.headphones(ink)
        case .speaker: Demo.Drawing.speaker(ink)
        case .phone: Demo.Drawing.phone(ink)
        case .powerBank: Demo.Drawing.powerBank(ink)
        case .laptop: Demo.Drawing.laptop(ink)
        case .monitor: Demo.Drawing.monitor(ink)
        case .keyboard: Demo.Drawing.keyboard(ink)
        case .mouse: Demo.Drawing.mouse(ink)
        case .camera: Demo.Drawing.camera(ink)
        case .watch: Demo.Drawing.watch(ink)
        default: nil
        }
    }
}

extension Demo.Drawing {
    static func headphones(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M158 350V290A142 142 0 0 1 442 290V350", ink.dark, 34),
            .line("M158 330V290A142 142 0 0 1 442 290V330", ink.main, 22),
            .line("M186 220A128 128 0 0 1 300 152", ink.light, 8),
            .box(176, 308, 56, 150, 26, ink.night), .box(368, 308, 56, 150, 26, ink.night),
            .box(118, 300, 88, 166, 40, ink.main), .box(394, 300, 88, 166, 40, ink.main),
            .box(132, 322, 18, 110, 9, ink.gleam),
            .box(440, 322, 24, 120, 12, ink.dark), .disc(162, 432, 8, ink.accent),
        ]
    }

    static func speaker(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(180, 120, 240, 350, 34, ink.main), .box(372, 120, 48, 350, 30, ink.dark),
            .box(198, 138, 180, 314, 24, ink.dark), .disc(288, 210, 44, ink.night), .disc(288, 210, 26, ink.steelDark),
            .disc(288, 210, 12, ink.steel),
            .disc(288, 350, 82, ink.night), .ring(288, 350, 66, ink.steelDark, 8), .disc(288, 350, 38, ink.light),
            .disc(288, 350, 24, ink.dark), .line("M240 318Q254 296 278 290", "#ffffff66", 8),
            .disc(388, 440, 7, ink.accent),
        ]
    }

    static func phone(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(196, 94, 208, 412, 40, ink.dark), .box(190, 90, 208, 412, 40, ink.main),
            .box(204, 104, 180, 384, 28, ink.night),
            .area("M204 360Q260 300 300 340T384 300V460Q384 488 356 488H232Q204 488 204 460Z", ink.accent),
            .area("M204 420Q250 380 300 410T384 380V460Q384 488 356 488H232Q204 488 204 460Z", ink.accentDark),
            .disc(344, 190, 26, ink.glow), .box(268, 116, 52, 14, 7, "#0c0d12"), .box(226, 150, 70, 12, 6, "#ffffffcc"),
            .box(226, 174, 44, 10, 5, "#ffffff77"), .box(262, 470, 64, 6, 3, "#ffffffcc"),
        ]
    }

    static func powerBank(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M300 130Q300 70 370 80T430 180", ink.night, 12), .box(414, 176, 32, 50, 8, ink.steel),
            .box(196, 134, 208, 350, 40, ink.dark), .box(190, 128, 208, 350, 40, ink.main),
            .box(208, 148, 20, 230, 10, ink.gleam),
            .box(270, 118, 52, 18, 6, ink.night), .disc(262, 430, 8, "#8fe0a8"), .disc(288, 430, 8, "#8fe0a8"),
            .disc(314, 430, 8, "#8fe0a8"), .disc(340, 430, 8, ink.detail),
            .area("M312 220L262 318H296L284 386L338 282H302Z", ink.pale),
        ]
    }

    static func laptop(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(130, 170, 340, 248, 20, ink.main), .box(144, 184, 312, 218, 8, ink.night),
            .area("M144 340Q220 270 290 320T456 270V402H144Z", ink.accent),
            .area("M144 376Q230 330 310 364T456 330V402H144Z", ink.accentDark),
            .disc(390, 236, 26, ink.glow), .box(168, 206, 90, 12, 6, "#ffffffcc"),
            .box(168, 228, 60, 10, 5, "#ffffff77"),
            .area("M90 414H510L530 448Q534 468 512 468H88Q66 468 70 448Z", ink.light),
            .area("M68 452H532Q530 468 512 468H88Q70 468 68 452Z", ink.dark),
            .area("M250 414H350L344 430H256Z", ink.dark),
        ]
    }

    static func monitor(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M268 390H332L344 452H256Z", ink.dark), .box(206, 448, 188, 20, 10, ink.main),
            .box(82, 130, 436, 272, 18, ink.main), .box(96, 144, 408, 236, 6, ink.night),
            .area("M96 330Q190 230 280 300T504 220V380H96Z", ink.accent),
            .area("M96 358Q220 300 310 340T504 290V380H96Z", ink.accentDark), .disc(410, 204, 28, ink.glow),
            .box(124, 168, 120, 14, 7, "#ffffffcc"), .box(124, 194, 80, 12, 6, "#ffffff77"),
            .box(288, 388, 24, 5, 2, ink.detail),
        ]
    }

    /// Rows of keys as dashes, which takes a tenth of the text that single keys would.
    static func keyboard(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(70, 200, 460, 212, 28, ink.dark), .box(70, 194, 460, 208, 28, ink.main),
            .box(90, 214, 420, 168, 12, ink.detail),
            .area(
                "M100 224h32v32h-32zM138 224h32v32h-32zM176 224h32v32h-32zM214 224h32v32h-32zM252 224h32v32h-32zM290 224h32v32h-32zM328 224h32v32h-32zM366 224h32v32h-32zM404 224h32v32h-32zM442 224h58v32h-58z",
                ink.pale),
            .area(
                "M100 262h50v32h-50zM156 262h32v32h-32zM194 262h32v32h-32zM232 262h32v32h-32zM270 262h32v32h-32zM308 262h32v32h-32zM346 262h32v32h-32zM384 262h32v32h-32zM422 262h32v32h-32z",
                ink.pale),
            .area(
                "M100 300h62v32h-62zM168 300h32v32h-32zM206 300h32v32h-32zM244 300h32v32h-32zM282 300h32v32h-32zM320 300h32v32h-32zM358 300h32v32h-32zM396 300h32v32h-32zM434 300h66v32h-66z",
                ink.pale),
            .area("M100 338h44v34h-44zM150 338h44v34h-44zM200 338h188v34h-188zM394 338h44v34h-44z", ink.pale),
            .area("M460 262h40v32h-40zM444 338h56v34h-56z", ink.accent),
        ]
    }

    static func mouse(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(196, 120, 208, 360, 104, ink.dark), .box(196, 112, 208, 356, 104, ink.main),
            .line("M300 116V262M198 262Q300 290 402 262", ink.dark, 6), .box(284, 166, 32, 76, 16, ink.night),
            .box(291, 180, 18, 30, 9, ink.accent), .line("M226 310Q226 396 268 430", ink.gleam, 18),
        ]
    }

    static func camera(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(136, 186, 70, 30, 10, ink.night), .area("M232 200L254 150H346L368 200Z", ink.dark),
            .box(100, 200, 400, 270, 36, ink.main), .box(100, 260, 400, 140, 0, ink.dark),
            .box(124, 220, 60, 26, 8, ink.pale), .disc(452, 232, 12, ink.accent),
            .disc(300, 336, 112, ink.night), .ring(300, 336, 94, ink.steelDark, 10), .disc(300, 336, 70, "#1b2233"),
            .disc(300, 336, 46, "#35507c"), .disc(300, 336, 24, "#16203a"), .disc(276, 312, 14, "#ffffffaa"),
        ]
    }

    static func watch(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M236 200L252 84Q254 72 266 72H334Q346 72 348 84L364 200Z", ink.main),
            .area("M236 400L252 516Q254 528 266 528H334Q346 528 348 516L364 400Z", ink.main),
            .line("M300 100V104M300 128V132M300 470V474M300 498V502", ink.detail, 9),
            .box(414, 268, 18, 48, 8, ink.steelDark), .box(180, 180, 240, 240, 66, ink.dark),
            .box(188, 188, 224, 224, 58, ink.night), .ring(300, 300, 82, "#ffffff22", 14),
            .line("M300 218A82 82 0 1 1 222 326", ink.accent, 14),
            .line("M252 304H276L290 270L312 336L326 304H350", "#ffffffdd", 8),
        ]
    }
}
