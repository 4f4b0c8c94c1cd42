extension Demo.Silhouette {
    func clothingShapes(_ ink: Demo.Ink) -> [Demo.Shape]? {
        switch self {
        case .tShirt: Demo.Drawing.tShirt(ink)
        case .shirt: Demo.Drawing.shirt(ink)
        case .dress: Demo.Drawing.dress(ink)
        case .sweater: Demo.Drawing.sweater(ink)
        case .jacket: Demo.Drawing.jacket(ink)
        case .trousers: Demo.Drawing.trousers(ink)
        case .hat: Demo.Drawing.hat(ink)
        case .socks: Demo.Drawing.socks(ink)
        case .sneaker: Demo.Drawing.sneaker(ink)
        case .boot: Demo.Drawing.boot(ink)
        case .slipper: Demo.Drawing.slipper(ink)
        default: nil
        }
    }
}

extension Demo.Drawing {
    static func tShirt(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M226 122L130 168Q112 178 106 198L84 272L156 296L182 256V470Q182 484 196 484H404Q418 484 418 470V256L444 296L516 272L494 198Q488 178 470 168L374 122Q300 176 226 122Z",
                ink.main),
            .area("M182 256L196 200V484Q182 484 182 470ZM418 256L404 200L390 484H404Q418 484 418 470Z", ink.dark),
            .area("M226 122Q300 176 374 122L352 112Q300 146 248 112Z", ink.dark),
            .line("M236 128Q300 184 364 128", ink.light, 8), .line("M92 264L158 286M508 264L442 286", ink.dark, 6),
        ]
    }

    static func shirt(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M236 116L150 150Q128 160 120 184L78 430L138 444L180 290V476Q180 490 194 490H406Q420 490 420 476V290L462 444L522 430L480 184Q472 160 450 150L364 116Z",
                ink.main),
            .area(
                "M180 290L194 220V490Q180 490 180 476ZM420 290L406 220V490Q420 490 420 476ZM78 430L84 398L146 414L138 444ZM522 430L516 398L454 414L462 444Z",
                ink.dark), .area("M236 116L300 160L364 116L350 100H250Z", ink.dark),
            .area("M236 116L250 98L300 158L262 196ZM364 116L350 98L300 158L338 196Z", ink.light),
            .line("M300 166V488", ink.dark, 5),
            .line("M312 216V217M312 276V277M312 336V337M312 396V397M312 452V453", ink.pale, 11),
            .box(336, 230, 56, 62, 8, ink.dark), .box(336, 230, 56, 16, 4, ink.light),
        ]
    }

    static func dress(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M238 90H262Q264 140 300 146Q336 140 338 90H362Q362 150 392 170Q384 230 366 262L450 500Q300 536 150 500L234 262Q216 230 208 170Q238 150 238 90Z",
                ink.main), .area("M366 262L450 500Q410 510 372 514L330 270Z", ink.dark),
            .line("M280 290L250 510M306 290V516", ink.dark, 6), .area("M232 252H368L372 282H228Z", ink.accent),
            .area("M300 282L280 340L306 300L326 336Z", ink.accentDark),
            .line("M232 180Q240 220 248 240", ink.gleam, 10),
        ]
    }

    static func sweater(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M230 126L146 158Q124 168 118 192L84 420L148 434L178 300V452H422V300L452 434L516 420L482 192Q476 168 454 158L370 126Z",
                ink.main),
            .area(
                "M178 446H422V474Q422 486 410 486H190Q178 486 178 474ZM80 414L150 430L144 464L76 448ZM520 414L450 430L456 464L524 448Z",
                ink.dark), .area("M230 126Q236 96 300 96T370 126Q356 164 300 164T230 126Z", ink.dark),
            .oval(300, 120, 52, 18, ink.detail), .line("M178 300L190 236M422 300L410 236", ink.dark, 7),
            .line(
                "M240 200q18 20 0 40t0 40t0 40t0 40t0 40M300 196q18 20 0 40t0 40t0 40t0 40t0 40M360 200q18 20 0 40t0 40t0 40t0 40t0 40",
                ink.light, 10),
            .line("M206 454V478M236 454V478M266 454V478M296 454V478M326 454V478M356 454V478M386 454V478", ink.main, 5),
        ]
    }

    static func jacket(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M226 120Q230 84 300 84T374 120L344 176H256Z", ink.dark), .oval(300, 132, 50, 34, ink.detail),
            .area(
                "M226 118L146 152Q124 162 118 186L84 436L150 450L180 300V480Q180 494 194 494H406Q420 494 420 480V300L450 450L516 436L482 186Q476 162 454 152L374 118Q344 172 300 172T226 118Z",
                ink.main),
            .area(
                "M180 300L194 230V494Q180 494 180 480ZM420 300L406 230V494Q420 494 420 480ZM84 436L88 408L155 424L150 450ZM516 436L512 408L445 424L450 450Z",
                ink.dark), .line("M300 174V492", ink.detail, 8), .line("M300 190V214", ink.accent, 10),
            .area("M204 380L270 366V448H204ZM396 380L330 366V448H396Z", ink.light),
            .line("M204 380L270 366M396 380L330 366", ink.detail, 5), .line("M196 250H288M312 250H404", ink.dark, 5),
        ]
    }

    static func trousers(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M206 90H394L432 500Q432 512 420 512H342Q332 512 330 500L300 236L270 500Q268 512 258 512H180Q168 512 168 500Z",
                ink.main), .area("M394 90L432 500Q432 512 420 512H390L356 160Z", ink.dark),
            .area("M206 90H394L397 124H203Z", ink.dark), .line("M300 124V210Q300 236 276 236", ink.detail, 5),
            .line("M214 150Q244 156 252 128M386 150Q356 156 348 128", ink.detail, 5), .disc(300, 107, 7, ink.accent),
            .line("M216 190L196 470", ink.gleam, 10), .line("M240 94V120M360 94V120", ink.light, 9),
            .line("M172 488H262M338 488H428", ink.dark, 5),
        ]
    }

    static func hat(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M140 390Q130 180 300 176T460 390Z", ink.main),
            .area("M372 190Q466 230 460 390H400Q420 270 372 190Z", ink.dark),
            .line(
                "M214 380Q206 260 250 200M268 380Q264 260 284 190M332 380Q336 260 316 190M386 380Q394 260 350 200",
                ink.dark, 7), .box(120, 370, 360, 100, 34, ink.light),
            .line(
                "M160 386V454M200 386V454M240 386V454M280 386V454M320 386V454M360 386V454M400 386V454M440 386V454",
                ink.main, 9), .disc(300, 156, 48, ink.pale),
            .line("M280 136L272 124M312 130L318 118M328 160L342 162M276 170L266 178", ink.light, 7),
            .box(374, 398, 62, 38, 5, ink.accent),
        ]
    }

    static func socks(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M300 90H400V318Q400 350 376 372L286 454Q248 484 214 450T214 374L284 310Q300 296 300 270Z", ink.dark),
            .area(
                "M220 110H330V340Q330 372 306 394L206 482Q166 512 130 474T132 392L204 330Q220 314 220 290Z", ink.main),
            .box(212, 96, 126, 50, 14, ink.pale), .line("M222 180H328M222 206H328", ink.accent, 11),
            .area("M130 474Q96 434 132 392L146 380Q190 420 176 498Q150 496 130 474Z", ink.pale),
            .area("M330 300V340Q330 372 306 394L290 408Q262 360 330 300Z", ink.pale),
            .line("M242 230V290", ink.gleam, 11), .box(338, 78, 68, 40, 12, ink.pale),
        ]
    }

    static func sneaker(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area(
                "M92 300Q96 268 128 274Q170 296 206 262Q226 244 250 258L372 348Q420 368 480 376Q524 388 516 434H92Z",
                ink.main), .area("M92 300Q96 268 128 274Q150 290 170 286V434H92Z", ink.dark),
            .area("M380 434Q384 372 440 368Q524 376 516 434Z", ink.light),
            .area("M206 262Q226 244 250 258L340 324L300 372Q240 330 206 262Z", ink.pale),
            .line("M236 300L268 272M262 326L296 296M290 350L324 320", "#ffffff", 10),
            .line("M170 434Q230 420 270 376", ink.detail, 8), .line("M190 434Q256 424 300 392", ink.detail, 8),
            .area("M82 424H520Q532 424 532 438V450Q532 468 512 468H102Q82 468 82 448Z", "#f7f4ed"),
            .area("M82 448H532V450Q532 468 512 468H102Q82 468 82 448Z", ink.accent), .line("M104 290V330", ink.pale, 9),
        ]
    }

    static func boot(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M196 130H346V300Q352 336 400 346Q468 358 474 412V432H190Q176 300 196 130Z", ink.main),
            .area("M196 130H250Q226 300 244 432H190Q176 300 196 130Z", ink.dark),
            .area("M400 346Q468 358 474 412V432H380Q372 380 400 346Z", ink.light),
            .area("M262 200H322V300H270Q258 250 262 200Z", ink.detail), .box(188, 116, 166, 34, 12, ink.light),
            .box(200, 88, 22, 50, 8, ink.accent),
            .area("M182 426H484Q492 426 492 436V452Q492 468 476 468H286V456H262V468H196Q180 468 180 452Z", ink.night),
            .line("M346 312Q356 344 396 356", ink.dark, 6), .line("M332 170V280", ink.gleam, 10),
        ]
    }

    static func slipper(_ ink: Demo.Ink) -> [Demo.Shape] {
        [
            .area("M110 396Q100 352 150 356Q210 362 260 350Q320 280 420 330Q504 368 500 432H110Z", ink.dark),
            .area("M150 356Q210 362 262 350Q280 380 270 414Q180 416 124 404Q120 356 150 356Z", ink.paper),
            .area("M262 350Q320 280 420 330Q504 368 500 432H240Q272 394 262 350Z", ink.main),
            .area("M400 322Q504 362 500 432H430Q450 370 400 322Z", ink.dark),
            .line("M262 350Q284 390 250 430", ink.pale, 14), .line("M318 326Q360 318 392 338", ink.gleam, 11),
            .area("M98 424H506Q514 424 514 436V444Q514 468 490 468H122Q98 468 98 444Z", ink.woodDark),
            .area("M98 424H506Q514 424 514 436H98Z", ink.wood),
        ]
    }
}
