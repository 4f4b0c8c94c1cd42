extension Demo.Silhouette {
    func deskShapes(_ ink: Demo.Ink) -> [Demo.Shape]? {
        switch self {
        case .officeChair: Demo.Drawing.officeChair(ink)
        case .desk: Demo.Drawing.desk(ink)
        case .notebook: Demo.Drawing.notebook(ink)
        case .pen: Demo.Drawing.pen(ink)
        case .organiser: Demo.Drawing.organiser(ink)
        case .blocks: Demo.Drawing.blocks(ink)
        case .teddy: Demo.Drawing.teddy(ink)
        case .puzzle: Demo.Drawing.puzzle(ink)
        case .boardGame: Demo.Drawing.boardGame(ink)
        case .toyCar: Demo.Drawing.toyCar(ink)
        case .book: Demo.Drawing.book(ink)
        default: nil
        }
    }
}

extension Demo.Drawing {
    static func officeChair(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M300 330V430M300 424L208 452M300 424L392 452M300 424V454", ink.night, 16),
            .disc(208, 460, 12, ink.night), .disc(392, 460, 12, ink.night), .disc(300, 462, 12, ink.night),
            .box(206, 86, 188, 214, 54, ink.main), .box(346, 86, 48, 214, 46, ink.dark),
            .line("M240 140H340M240 180H340M240 220H340", ink.dark, 7),
            .box(286, 290, 28, 40, 4, ink.night), .box(178, 318, 244, 60, 28, ink.main),
            .box(178, 348, 244, 30, 15, ink.dark), .line("M188 330V262H226M412 330V262H374", ink.night, 14),
            .box(226, 108, 16, 120, 8, ink.gleam),
        ]
    }

    static func desk(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M110 330V464M490 330V464", ink.dark, 20), .box(66, 300, 468, 34, 12, ink.main),
            .box(66, 320, 468, 14, 7, ink.dark), .box(350, 334, 140, 96, 6, ink.main),
            .line("M362 382H478", ink.dark, 5), .line("M406 358H434M406 406H434", ink.detail, 8),
            .box(150, 196, 150, 92, 8, ink.night), .box(158, 204, 134, 76, 4, ink.accent),
            .box(216, 286, 18, 14, 0, ink.steelDark),
            .line("M430 300L400 232L446 186", ink.night, 9), .area("M424 176L470 168L476 214Z", ink.glow),
            .box(330, 284, 56, 16, 4, ink.paper), .box(92, 306, 170, 7, 3, ink.gleam),
        ]
    }

    static func notebook(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(186, 118, 246, 376, 20, ink.detail), .box(192, 112, 236, 372, 14, ink.paper),
            .box(170, 106, 246, 376, 20, ink.main),
            .area("M190 106H208V482H190Q170 482 170 462V126Q170 106 190 106Z", ink.dark),
            .box(250, 170, 120, 74, 10, ink.paper), .line("M272 196H348M272 218H324", ink.detail, 6),
            .box(380, 106, 14, 376, 0, ink.accent), .line("M232 300V440", ink.gleam, 12),
            .area("M300 482H322V530L311 516L300 530Z", ink.accentDark),
        ]
    }

    static func pen(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M110 470Q170 420 210 464T310 450", "#2d303c99", 7), .area("M160 440L172 376L226 428Z", ink.steel),
            .area("M160 440L166 408L192 434Z", ink.night), .area("M172 376L364 172L428 236L226 428Z", ink.main),
            .area("M200 402L396 204L428 236L226 428Z", ink.dark),
            .area("M364 172L418 116Q440 96 464 120L480 136Q504 160 482 182L428 236Z", ink.light),
            .area("M396 204L472 128L480 136Q504 160 482 182L428 236Z", ink.main),
            .line("M356 180L420 244", ink.accent, 10), .line("M448 116L372 196", ink.steel, 9),
        ]
    }

    static func organiser(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M206 320L186 150", "#d98c6a", 16), .line("M240 320L246 130", "#e9c46a", 16),
            .line("M276 320L296 160", "#6f95b8", 16),
            .area("M238 130L246 104L254 130ZM178 152L182 124L194 148Z", ink.wood),
            .box(344, 206, 96, 160, 6, ink.paper), .box(356, 222, 72, 10, 5, ink.accent),
            .box(356, 242, 50, 8, 4, ink.steel), .box(160, 260, 150, 210, 18, ink.main),
            .box(270, 260, 40, 210, 18, ink.dark), .box(300, 330, 160, 140, 18, ink.light),
            .box(420, 330, 40, 140, 18, ink.main), .line("M320 400H440", ink.dark, 6), .disc(380, 434, 8, ink.detail),
            .line("M184 296V430", ink.gleam, 12),
        ]
    }

    static func blocks(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(136, 350, 120, 120, 14, "#d9644a"), .box(264, 350, 120, 120, 14, "#e9b949"),
            .box(392, 350, 96, 120, 14, "#5d93b5"), .box(200, 224, 120, 120, 14, "#6ba379"),
            .area("M330 344A60 60 0 0 1 450 344Z", "#b58cc4"), .area("M200 218L260 126L320 218Z", "#d9644a"),
            .line("M150 364H236M278 364H364M406 364H470M214 238H300", "#ffffff66", 8),
            .area("M196 388L214 432H178Z", "#ffffffbb"), .ring(324, 412, 24, "#ffffffbb", 10),
            .disc(440, 412, 22, "#ffffffbb"), .area("M240 262H280V306H240Z", "#ffffffbb"),
        ]
    }

    static func teddy(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(212, 150, 44, ink.main), .disc(388, 150, 44, ink.main), .disc(212, 150, 24, ink.pale),
            .disc(388, 150, 24, ink.pale), .oval(176, 354, 40, 66, ink.dark), .oval(424, 354, 40, 66, ink.dark),
            .oval(300, 376, 116, 100, ink.main), .oval(300, 386, 70, 66, ink.pale), .oval(220, 444, 52, 32, ink.main),
            .oval(380, 444, 52, 32, ink.main), .oval(214, 446, 26, 18, ink.pale), .oval(386, 446, 26, 18, ink.pale),
            .oval(300, 216, 116, 98, ink.main), .oval(300, 250, 52, 40, ink.pale), .oval(300, 232, 18, 13, ink.night),
            .line("M300 246V262M282 270Q300 284 318 270", ink.night, 6), .disc(254, 202, 10, ink.night),
            .disc(346, 202, 10, ink.night), .area("M300 318L250 296V340ZM300 318L350 296V340Z", ink.accent),
            .disc(300, 318, 12, ink.accentDark),
        ]
    }

    static func puzzle(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M130 130H290V176A34 34 0 1 1 290 244V290H244A34 34 0 1 0 176 290H130Z", ink.accent),
            .area("M310 130H470V290H424A34 34 0 1 0 356 290H310V244A34 34 0 1 0 310 176Z", "#e9c46a"),
            .area("M130 310H176A34 34 0 1 1 244 310H290V356A34 34 0 1 0 290 424V470H130Z", "#7aa6b8"),
            .area("M330 340H376A34 34 0 1 1 444 340H490V500H330V454A34 34 0 1 1 330 386Z", "#d98c6a"),
            .line("M146 146H270M326 146H454M146 326H166M346 356H368", "#ffffff77", 8),
        ]
    }

    static func boardGame(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(110, 110, 380, 380, 24, ink.accentDark), .box(126, 126, 348, 348, 14, ink.paper),
            .line("M170 170H430V430H170Z", ink.accent, 34), .line("M170 170H430V430H170Z", "#ffffffcc", 5),
            .disc(170, 170, 26, "#d9644a"), .disc(430, 170, 26, "#e9b949"), .disc(430, 430, 26, "#5d93b5"),
            .disc(170, 430, 26, "#6ba379"),
            .area("M232 368Q232 330 252 318A24 24 0 1 1 276 318Q296 330 296 368Z", "#d9644a"),
            .box(318, 286, 76, 76, 16, "#fff"), .box(318, 286, 76, 76, 16, "#1e203011"), .disc(338, 306, 7, ink.night),
            .disc(356, 324, 7, ink.night), .disc(374, 342, 7, ink.night),
            .area("M256 250L264 226H300L308 250Z", "#e9b949"),
        ]
    }

    static func toyCar(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M176 320Q196 232 256 228H346Q396 232 432 320Z", ink.light),
            .area("M206 316Q220 258 262 254H290V316ZM308 254H340Q376 258 398 316H308Z", "#dff0f6"),
            .area("M96 356Q96 312 140 312H452Q512 318 512 372V406Q512 424 494 424H114Q96 424 96 406Z", ink.main),
            .area("M96 384H512V406Q512 424 494 424H114Q96 424 96 406Z", ink.dark), .disc(500, 362, 12, ink.glow),
            .box(96, 348, 18, 24, 6, "#d9644a"), .line("M140 332H250", ink.gleam, 10),
            .disc(190, 420, 50, ink.night), .disc(420, 420, 50, ink.night), .disc(190, 420, 27, ink.wood),
            .disc(420, 420, 27, ink.wood), .disc(190, 420, 9, ink.woodDark), .disc(420, 420, 9, ink.woodDark),
            .line("M330 344H352", ink.detail, 7),
        ]
    }

    static func book(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(180, 104, 262, 396, 10, ink.dark), .box(188, 110, 248, 380, 4, ink.paper),
            .line("M430 120V484M422 120V484", "#d8cfbd", 2), .box(160, 98, 262, 392, 10, ink.main),
            .area("M170 98H194V490H170Q160 490 160 480V108Q160 98 170 98Z", ink.dark),
            .line("M222 140H392M222 446H392", ink.pale, 5), .line("M242 186H372M264 214H350", ink.pale, 12),
            .disc(307, 318, 62, ink.accent),
            .area("M245 318A62 62 0 0 0 369 318Q338 292 307 318T245 318Z", ink.accentDark),
            .disc(326, 290, 14, ink.glow), .line("M276 416H338", ink.pale, 7),
        ]
    }
}
