extension Demo.Silhouette {
    func outdoorShapes(_ ink: Demo.Ink) -> [Demo.Shape]? {
        switch self {
        case .tent: Demo.Drawing.tent(ink)
        case .sleepingBag: Demo.Drawing.sleepingBag(ink)
        case .backpack: Demo.Drawing.backpack(ink)
        case .bottle: Demo.Drawing.bottle(ink)
        case .lantern: Demo.Drawing.lantern(ink)
        case .bicycle: Demo.Drawing.bicycle(ink)
        case .plant: Demo.Drawing.plant(ink)
        case .planter: Demo.Drawing.planter(ink)
        case .hammer: Demo.Drawing.hammer(ink)
        case .drill: Demo.Drawing.drill(ink)
        case .wateringCan: Demo.Drawing.wateringCan(ink)
        case .ball: Demo.Drawing.ball(ink)
        case .mat: Demo.Drawing.mat(ink)
        case .dumbbell: Demo.Drawing.dumbbell(ink)
        default: nil
        }
    }
}

extension Demo.Drawing {
    static func tent(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M120 420L70 468M480 420L530 468", ink.detail, 5), .line("M286 148L300 170L314 148", ink.woodDark, 9),
            .area("M300 160L510 470H90Z", ink.main), .area("M300 160L510 470H360Z", ink.dark),
            .area("M300 160L120 426L90 470H160Z", ink.light),
            .area("M300 250L372 470H228Z", ink.night), .area("M300 250L228 470H190Q270 390 300 250Z", ink.pale),
            .line("M300 160V250", ink.detail, 5), .disc(340, 458, 9, ink.glow),
        ]
    }

    static func sleepingBag(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(120, 276, 330, 194, 90, ink.main), .line("M196 284V462M262 280V466M328 280V466", ink.dark, 8),
            .line("M150 316Q280 296 400 310", ink.gleam, 12), .oval(430, 373, 70, 97, ink.dark),
            .oval(434, 373, 56, 80, ink.pale),
            .line("M434 373m0-8q18 0 18 18t-30 18t-26-32t40-32t44 52t-54 44", ink.dark, 9),
            .box(170, 272, 26, 200, 8, ink.night), .box(340, 272, 26, 200, 8, ink.night),
        ]
    }

    static func backpack(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M252 130Q252 92 300 92T348 130", ink.detail, 16), .box(148, 300, 60, 140, 26, ink.dark),
            .box(392, 300, 60, 140, 26, ink.dark),
            .area("M180 230Q180 120 300 120T420 230V424Q420 470 374 470H226Q180 470 180 424Z", ink.main),
            .area("M376 160Q420 186 420 230V424Q420 470 374 470H340Q390 400 376 160Z", ink.dark),
            .box(212, 318, 176, 122, 24, ink.light), .line("M212 352H388", ink.detail, 6),
            .box(288, 344, 24, 34, 8, ink.accent),
            .area("M190 200Q210 150 300 150T410 200V236Q300 262 190 236Z", ink.light),
            .box(236, 226, 18, 70, 6, ink.woodDark), .box(346, 226, 18, 70, 6, ink.woodDark),
            .line("M206 270V404", ink.gleam, 10),
        ]
    }

    static func bottle(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M262 118Q262 84 300 84T338 118", ink.night, 12), .box(252, 112, 96, 66, 14, ink.night),
            .area(
                "M248 178H352Q350 214 378 236T394 290V430Q394 470 354 470H246Q206 470 206 430V290Q206 254 222 236T248 178Z",
                ink.main),
            .area("M328 178H352Q350 214 378 236T394 290V430Q394 470 354 470H324Q358 400 350 300T328 178Z", ink.dark),
            .box(206, 400, 188, 14, 0, ink.pale), .line("M232 288V384", ink.gleam, 14),
            .area("M270 360L300 306L330 360Z", ink.pale),
        ]
    }

    static func lantern(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 310, 190, "url(#l)"), .line("M222 200Q222 96 300 96T378 200", ink.detail, 12),
            .area("M230 200L260 160H340L370 200Z", ink.main), .box(206, 196, 188, 34, 12, ink.main),
            .box(222, 230, 156, 168, 12, ink.glow), .area("M300 262Q336 316 300 362Q264 316 300 262Z", "#ffb648"),
            .area("M300 304Q318 334 300 358Q282 334 300 304Z", "#fff6d6"),
            .line("M244 230V398M356 230V398", ink.dark, 10), .box(196, 394, 208, 76, 18, ink.main),
            .box(340, 394, 64, 76, 18, ink.dark), .disc(300, 432, 14, ink.accent),
        ]
    }

    static func bicycle(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .ring(170, 376, 86, ink.night, 13), .ring(430, 376, 86, ink.night, 13), .ring(170, 376, 74, ink.steel, 4),
            .ring(430, 376, 74, ink.steel, 4),
            .line(
                "M170 302V450M96 376H244M430 302V450M356 376H504M118 324L222 428M222 324L118 428M378 324L482 428M482 324L378 428",
                "#8f98a177", 2),
            .line("M170 376L236 236L382 226L296 376ZM236 236L296 376M382 226L430 376", ink.main, 14),
            .line("M236 236L226 204M382 226L374 182", ink.main, 12), .line("M196 198H258", ink.woodDark, 18),
            .line("M374 182Q400 166 424 182T410 212", ink.night, 12),
            .disc(296, 376, 25, ink.steelDark), .disc(296, 376, 12, ink.night),
            .line("M296 376L318 416M304 418H334", ink.night, 8), .disc(170, 376, 9, ink.night),
            .disc(430, 376, 9, ink.night),
        ]
    }

    static func plant(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line(
                "M300 350Q296 250 300 160M300 340Q260 280 200 260M300 340Q340 270 404 250M300 350Q250 330 180 340M300 350Q350 330 420 344",
                ink.leafDark, 8), .area("M300 190Q240 130 300 60Q360 130 300 190Z", ink.leaf),
            .area("M300 190Q360 130 300 60Z", ink.leafDark),
            .area("M236 276Q150 280 130 190Q224 186 236 276Z", ink.leaf),
            .area("M364 270Q450 274 470 180Q376 180 364 270Z", ink.leafDark),
            .area("M224 340Q160 390 104 330Q168 284 224 340Z", ink.leafDark),
            .area("M376 342Q440 390 496 332Q432 286 376 342Z", ink.leaf),
            .area("M262 262Q216 220 236 160Q290 190 262 262ZM338 262Q384 220 364 160Q310 190 338 262Z", "#7cab7a"),
            .area("M210 360H390L366 446Q360 470 336 470H264Q240 470 234 446Z", "#c97a57"),
            .area("M344 360H390L366 446Q360 470 336 470H316Q346 420 344 360Z", "#ab6040"),
            .box(196, 340, 208, 34, 12, "#d98f6c"),
        ]
    }

    static func planter(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line(
                "M300 290Q290 200 240 150M300 290V140M300 290Q312 200 362 150M300 290Q260 240 190 232M300 290Q340 240 410 232",
                ink.leaf, 9), .disc(240, 146, 22, ink.leaf), .disc(300, 128, 24, ink.leafDark),
            .disc(362, 146, 22, ink.leaf), .disc(188, 228, 22, ink.leafDark), .disc(412, 228, 22, ink.leafDark),
            .disc(262, 206, 20, "#7cab7a"), .disc(340, 204, 20, "#7cab7a"),
            .area("M174 300H426L398 436Q392 470 358 470H242Q208 470 202 436Z", ink.main),
            .area("M366 300H426L398 436Q392 470 358 470H330Q366 410 366 300Z", ink.dark),
            .box(158, 276, 284, 42, 16, ink.light), .line("M212 344L226 430", ink.gleam, 14),
        ]
    }

    static func hammer(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M158 452L356 222", ink.woodDark, 40), .line("M154 446L350 218", ink.wood, 28),
            .line("M158 452L196 408", ink.accent, 40),
            .area(
                "M286 148L330 104Q346 96 360 108L452 196Q470 214 452 232L414 268Q398 282 382 266L300 190Z",
                ink.steelDark),
            .area("M286 148L330 104Q346 96 360 108L452 196Q464 208 458 220L300 172Z", ink.steel),
            .area("M300 190L286 148Q240 130 196 156Q230 190 300 190Z", ink.steelDark),
        ]
    }

    static func drill(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M96 238H170", ink.steelDark, 12), .area("M168 212L214 200V276L168 264Z", ink.night),
            .area("M236 296L320 300L350 420H262Z", ink.dark),
            .area("M214 178H428Q468 178 468 218V260Q468 300 428 300H214Z", ink.main),
            .box(214, 178, 44, 122, 6, ink.night), .box(284, 196, 150, 14, 7, ink.gleam),
            .line("M300 250H420M300 270H420", ink.dark, 8), .area("M300 296H400L422 418H332Z", ink.main),
            .area("M360 296H400L422 418H384Z", ink.dark), .line("M300 306Q280 324 300 344", ink.night, 12),
            .box(280, 412, 184, 58, 14, ink.night), .box(304, 430, 90, 12, 6, ink.accent),
        ]
    }

    static func wateringCan(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .line("M392 280Q500 250 490 350T396 430", ink.dark, 20),
            .area("M224 420L118 246L144 230L236 340Z", ink.dark), .area("M84 250L160 200L172 218L98 270Z", ink.detail),
            .area("M218 250H406L424 440Q426 470 396 470H230Q200 470 202 440Z", ink.main),
            .area("M356 250H406L424 440Q426 470 396 470H356Q384 400 356 250Z", ink.dark),
            .oval(312, 252, 94, 20, ink.light), .oval(312, 254, 78, 13, ink.detail),
            .line("M240 300L234 420", ink.gleam, 14),
            .line("M88 294L76 330M110 300L104 344M66 280L48 308", "#ffffffbb", 7),
        ]
    }

    static func ball(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .disc(300, 310, 160, ink.main), .area("M300 150A160 160 0 0 1 300 470Q410 310 300 150Z", ink.dark),
            .area("M300 246L354 286L334 350H266L246 286Z", ink.detail),
            .line("M300 246V180M354 286L414 258M334 350L374 412M266 350L226 412M246 286L186 258", ink.detail, 8),
            .area(
                "M262 156Q300 144 338 156L300 184ZM148 258L190 254L180 306L142 330ZM452 258L410 254L420 306L458 330ZM222 406L262 420L256 462Q220 450 196 424ZM378 406L338 420L344 462Q380 450 404 424Z",
                ink.detail), .line("M190 228Q214 190 252 176", "#ffffff99", 14),
        ]
    }

    static func mat(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M170 440H500Q522 440 522 455T500 470H190Z", ink.dark), .box(160, 160, 110, 310, 55, ink.dark),
            .area("M215 160H420Q460 160 470 200V440H215Z", ink.main),
            .area("M400 160H420Q460 160 470 200V440H430Q440 240 400 160Z", ink.dark),
            .oval(215, 315, 62, 155, ink.light),
            .line("M215 250Q242 250 242 315T215 380T190 315T215 280T224 315T215 340", ink.dark, 8),
            .box(300, 160, 26, 280, 0, ink.accent), .line("M360 210V392", ink.gleam, 14),
        ]
    }

    static func dumbbell(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .box(200, 356, 200, 36, 14, ink.steelDark), .box(200, 356, 200, 16, 8, ink.steel),
            .area("M96 318L118 280H192L214 318V430L192 468H118L96 430Z", ink.main),
            .area("M386 318L408 280H482L504 318V430L482 468H408L386 430Z", ink.main),
            .area("M118 280H192L214 318H96ZM408 280H482L504 318H386Z", ink.light),
            .area("M96 430H214L192 468H118ZM386 430H504L482 468H408Z", ink.dark),
            .ring(155, 374, 30, ink.detail, 8), .ring(445, 374, 30, ink.detail, 8),
            .line("M246 364V386M272 364V386M298 364V386M324 364V386M350 364V386", ink.night, 4),
        ]
    }
}
