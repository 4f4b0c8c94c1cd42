extension Demo.Department {
    static let electronics = Demo.Department(
        name: "Electronics",
        brands: ["Voltarra", "Pixelorn", "Tessaro", "Hummark", "Kestrelane", "Orrin Labs"],
        series: [
            "Pulse 2", "Pulse 3", "Aria 10", "Aria 20", "Nova S", "Nova X", "Echo Bay", "Vertex 5", "Vertex 7", "Lumo",
            "Lumo Pro", "Strata", "Strata Air", "Quanta", "Quanta Mini", "Drift", "Drift Max", "Cobalt One", "Signal",
            "Signal Plus", "Arc 300", "Arc 500", "Tempo", "Tempo Lite", "Helix", "Prism", "Orbit 4", "Zenit",
        ],
        adjectives: ["capable", "compact", "well-built", "thoughtful", "fast", "reliable", "slim", "fuss-free"],
        closers: [
            "Software updates are promised for five years.", "The battery can be replaced with a screwdriver.",
            "Set up in under five minutes.", "A two-metre braided cable is in the box.",
            "Packed without a gram of plastic.",
        ],
        leaves: [
            .headphones, .speakers, .phones, .powerBanks, .laptops, .monitors, .keyboards, .mice, .cameras, .watches,
        ])
}

extension Demo.Leaf {
    static let headphones = Demo.Leaf(
        "Audio", "Headphones", code: "HPH", picture: .headphones, from: 29, to: 420, weight: 3, isPlural: true,
        models: [
            Demo.Model(
                "Wireless Headphones", ["connection": "Bluetooth 5.3", "fit": "Over-ear"],
                "Large drivers play softly without losing the bass."),
            Demo.Model(
                "Studio Headphones", ["connection": "Bluetooth or cable", "fit": "Over-ear"],
                "Tuned flat, so you hear the recording and not the headphones."),
            Demo.Model(
                "On-Ear Headphones", ["connection": "Bluetooth 5.2", "fit": "On-ear"], cost: 60,
                "They fold flat enough for a coat pocket."),
            Demo.Model(
                "Gaming Headphones", ["connection": "2.4 GHz", "fit": "Over-ear"], cost: 90,
                "The boom microphone swings away when the match is over."),
        ],
        traits: [
            .colours(Demo.Colour.devices), .numbers("battery_hours", [20, 24, 30, 40, 50, 60], raises: true),
            .numbers("driver_mm", [32, 40, 45, 50]),
            .numbers("weight_g", [180, 220, 250, 290]), .flag("noise_cancelling", tenths: 5),
            .flag("fast_charging", tenths: 5), .flag("case_included", tenths: 4),
        ],
        uses: ["long flights", "open-plan offices", "late-night listening", "the daily commute", "music practice"],
        says: [
            "They play for {battery_hours} hours and weigh {weight_g} g.", "{driver_mm} mm drivers, {fit} fit.",
            "Connects by {connection}.",
        ],
        tags: ["audio", "headphones"])

    static let speakers = Demo.Leaf(
        "Audio", "Speakers", code: "SPK", picture: .speaker, from: 25, to: 520, weight: 2,
        models: [
            Demo.Model(
                "Bluetooth Speaker", ["connection": "Bluetooth 5.3", "battery_hours": 14], cost: 60,
                "Two of them pair up for stereo."),
            Demo.Model(
                "Bookshelf Speaker", ["connection": "Cable"],
                "A silk tweeter and a paper cone, nothing more and nothing less."),
            Demo.Model(
                "Smart Speaker", ["connection": "Wi-Fi 6"], cost: 80,
                "A hardware switch cuts the microphones off for good."),
            Demo.Model(
                "Soundbar", ["connection": "HDMI eARC"], cost: 120, "Voices come through clearly, even late and low."),
            Demo.Model(
                "Party Speaker", ["connection": "Bluetooth 5.2", "battery_hours": 9], cost: 110,
                "Loud enough for a garden, with a carrying handle."),
        ],
        traits: [
            .colours([.black, .white, .graphite, .oak, .walnut, .forest, .brick, .sky]),
            .numbers("power_w", [10, 20, 40, 80, 120], raises: true),
            .texts("frequency_range", ["45 Hz – 20 kHz", "55 Hz – 20 kHz", "38 Hz – 24 kHz"]),
            .flag("water_resistant", tenths: 4),
        ],
        uses: ["kitchen discos", "living rooms", "Sunday jazz", "picnics", "film nights"],
        says: ["{power_w} W of clean power.", "Covers {frequency_range}.", "Connects by {connection}."],
        tags: ["audio", "speaker"])

    static let phones = Demo.Leaf(
        "Phones", "Smartphones", code: "PHN", picture: .phone, from: 149, to: 1190, weight: 2,
        title: "{model} {storage_gb} GB, {colour}",
        models: [
            Demo.Model("Smartphone", ["screen_inches": 6.4], "A bright screen that stays readable in the sun."),
            Demo.Model(
                "Compact Smartphone", ["screen_inches": 5.8], cost: 90, "Finally a phone that a thumb can cross."),
            Demo.Model(
                "Rugged Smartphone", ["screen_inches": 6.1, "waterproof": true], cost: 85,
                "Survives drops, dust and the bottom of a toolbox."),
            Demo.Model(
                "Camera Smartphone", ["screen_inches": 6.7], cost: 125,
                "A large sensor and an honest lens instead of four mediocre ones."),
        ],
        traits: [
            .numbers("storage_gb", [64, 128, 256, 512], raises: true), .colours(Demo.Colour.devices),
            .numbers("memory_gb", [4, 6, 8, 12]),
            .numbers("camera_mp", [12, 48, 50, 64]), .numbers("battery_mah", [3800, 4300, 5000]),
            .flag("fast_charging", tenths: 7),
            .flag("wireless_charging", tenths: 5), .flag("dual_sim", tenths: 6),
        ],
        uses: ["people who keep a phone for years", "travellers", "a first phone", "long days away from a plug"],
        says: [
            "{memory_gb} GB of memory and {storage_gb} GB of storage.", "The {camera_mp} MP camera starts in a blink.",
            "The {battery_mah} mAh battery outlasts the day.",
        ],
        tags: ["phone", "mobile"])

    static let powerBanks = Demo.Leaf(
        "Phones", "Chargers & Power Banks", code: "PWB", picture: .powerBank, from: 15, to: 110,
        title: "{model} {power_w} W, {colour}",
        models: [
            Demo.Model("Power Bank", ["capacity_mah": 10000, "ports": 2], "A small display counts down the percent."),
            Demo.Model("USB-C Charger", ["ports": 3], cost: 75, "Gallium nitride makes it half the usual size."),
            Demo.Model(
                "Travel Power Bank", ["capacity_mah": 20000, "ports": 3], cost: 130,
                "Stays just below the limit for hand luggage."),
            Demo.Model(
                "Charging Stand", ["ports": 1, "wireless_charging": true], cost: 80,
                "Holds the phone upright for calls."),
        ],
        traits: [
            .numbers("power_w", [20, 30, 45, 65, 100], raises: true),
            .colours([.black, .white, .sage, .navy, .coral, .graphite]), .numbers("weight_g", [110, 180, 240, 330]),
        ],
        uses: ["weekends away", "crowded desks", "festival days", "the bag you always carry"],
        says: ["Delivers up to {power_w} W.", "Weighs {weight_g} g."],
        tags: ["charging", "mobile"])

    static let laptops = Demo.Leaf(
        "Computers", "Laptops", code: "LAP", picture: .laptop, from: 349, to: 2600, weight: 2,
        title: "{model} {screen_inches}″ {storage_gb} GB, {colour}",
        models: [
            Demo.Model(
                "Slim Laptop", ["processor": "8-core 3.8 GHz"], "The lid opens with one finger and the fan stays quiet."
            ),
            Demo.Model(
                "Convertible Laptop", ["processor": "6-core 3.4 GHz", "touchscreen": true],
                "The hinge goes all the way round for drawing and reading."),
            Demo.Model(
                "Gaming Laptop", ["processor": "12-core 4.6 GHz"], cost: 135,
                "Two fans and a thick heat pipe keep the frame rate steady."),
            Demo.Model(
                "Student Laptop", ["processor": "4-core 3.0 GHz"], cost: 55,
                "A rubber edge forgives a fall from the desk."),
        ],
        traits: [
            .numbers("screen_inches", [13.3, 14, 15.6, 16]),
            .numbers("storage_gb", [256, 512, 1000, 2000], raises: true),
            .colours([.silver, .graphite, .black, .midnight, .sage]), .numbers("memory_gb", [8, 16, 32]),
            .numbers("battery_hours", [8, 10, 14, 18]),
            .numbers("weight_kg", [1.1, 1.3, 1.6, 2.1]), .flag("backlit", tenths: 7),
        ],
        uses: ["working from trains", "lecture halls", "photo editing", "spreadsheets and series alike"],
        says: [
            "A {processor} processor with {memory_gb} GB of memory.",
            "Runs for {battery_hours} hours and weighs {weight_kg} kg.", "The {screen_inches}-inch screen is matt.",
        ],
        tags: ["computer", "laptop"])

    static let monitors = Demo.Leaf(
        "Computers", "Monitors", code: "MON", picture: .monitor, from: 119, to: 1100,
        title: "{model} {screen_inches}″, {colour}",
        models: [
            Demo.Model(
                "4K Monitor", ["resolution": "3840 × 2160", "refresh_hz": 60], cost: 110, "Text is as sharp as print."),
            Demo.Model(
                "Ultrawide Monitor", ["resolution": "3440 × 1440", "refresh_hz": 100], cost: 125,
                "Room for two documents and a chat, without a seam."),
            Demo.Model(
                "Gaming Monitor", ["resolution": "2560 × 1440", "refresh_hz": 165],
                "Fast enough that the picture never smears."),
            Demo.Model(
                "Office Monitor", ["resolution": "1920 × 1080", "refresh_hz": 75], cost: 55,
                "Low blue light for eight-hour days."),
        ],
        traits: [
            .numbers("screen_inches", [24, 27, 32, 34], raises: true), .colours([.black, .white, .silver]),
            .texts("panel", ["IPS", "VA", "OLED"]),
            .numbers("usb_ports", [0, 2, 4]), .flag("height_adjustable", tenths: 7),
        ],
        uses: ["home offices", "colour work", "gaming evenings", "tidy desks"],
        says: ["Shows {resolution} pixels at {refresh_hz} Hz.", "{A panel} panel, {screen_inches} inches across."],
        tags: ["computer", "display"])

    static let keyboards = Demo.Leaf(
        "Computers", "Keyboards", code: "KEY", picture: .keyboard, from: 25, to: 230,
        title: "{model} {layout}, {colour}",
        models: [
            Demo.Model(
                "Mechanical Keyboard", ["switches": "Tactile", "hot_swappable": true], cost: 130,
                "Every key lands with a small, satisfying bump."),
            Demo.Model(
                "Low-Profile Keyboard", ["switches": "Linear"], cost: 110, "Thin enough to do without a wrist rest."),
            Demo.Model(
                "Aluminium Keyboard", ["switches": "Tactile"], cost: 150,
                "Milled from one block, it does not move an inch."),
            Demo.Model(
                "Quiet Keyboard", ["switches": "Scissor"], cost: 50,
                "Nobody in the meeting will know that you are typing."),
        ],
        traits: [
            .texts("layout", ["60 %", "75 %", "Tenkeyless", "Full-Size"]),
            .colours([.black, .white, .graphite, .mint, .lilac, .cream, .navy]),
            .texts("connection", ["2.4 GHz", "Bluetooth", "Bluetooth and USB-C"], raises: true),
            .flag("backlit", tenths: 6), .numbers("battery_hours", [60, 120, 200]),
        ],
        uses: ["long documents", "programmers", "small desks", "writers"],
        says: [
            "Connects by {connection}.", "{^switches} switches, rated for fifty million presses.",
            "One charge lasts {battery_hours} hours.",
        ],
        tags: ["computer", "keyboard"])

    static let mice = Demo.Leaf(
        "Computers", "Mice", code: "MOU", picture: .mouse, from: 14, to: 120,
        models: [
            Demo.Model("Wireless Mouse", ["buttons": 3], "The wheel turns freely or in clicks, as you like."),
            Demo.Model("Vertical Mouse", ["buttons": 5], cost: 120, "Holds the hand the way it hangs naturally."),
            Demo.Model("Gaming Mouse", ["buttons": 6], cost: 130, "So light that you forget it is there."),
            Demo.Model("Travel Mouse", ["buttons": 3], cost: 70, "The receiver hides under the battery lid."),
        ],
        traits: [
            .colours(Demo.Colour.devices), .numbers("resolution_dpi", [1600, 4000, 8000, 16000], raises: true),
            .numbers("weight_g", [58, 72, 90, 110]), .flag("rechargeable", tenths: 6),
        ],
        uses: ["long working days", "sore wrists", "quick reflexes", "working from cafés"],
        says: ["Tracks at up to {resolution_dpi} dpi.", "Weighs {weight_g} g and has {buttons} buttons."],
        tags: ["computer", "mouse"])

    static let cameras = Demo.Leaf(
        "Cameras", "Digital Cameras", code: "CAM", picture: .camera, from: 129, to: 1900,
        title: "{model} {resolution_mp} MP, {colour}",
        models: [
            Demo.Model(
                "Mirrorless Camera", ["sensor": "APS-C"], cost: 125, "All dials are where the fingers expect them."),
            Demo.Model("Compact Camera", ["sensor": "1-inch"], cost: 70, "Fits a jacket pocket and beats any phone."),
            Demo.Model(
                "Action Camera", ["sensor": "1/2-inch", "waterproof": true], cost: 40,
                "Clips to helmets, handlebars and patient dogs."),
        ],
        traits: [
            .numbers("resolution_mp", [12, 20, 24, 33], raises: true),
            .colours([.black, .silver, .graphite, .olive, .rust]),
            .texts("video", ["4K 30 fps", "4K 60 fps", "6K 30 fps"]),
            .numbers("zoom_x", [1, 3, 5, 10]), .flag("touchscreen", tenths: 7), .flag("wi_fi", tenths: 8),
        ],
        uses: ["street photography", "family albums", "long journeys", "first films"],
        says: ["A {sensor} sensor with {resolution_mp} megapixels.", "Records video in {video}."],
        tags: ["camera", "photo"])

    static let watches = Demo.Leaf(
        "Wearables", "Smartwatches", code: "WCH", picture: .watch, from: 49, to: 480, weight: 2,
        title: "{model} {case_mm} mm, {colour}",
        models: [
            Demo.Model("Smartwatch", ["display": "AMOLED"], "Messages, music and the next train at a glance."),
            Demo.Model(
                "Running Watch", ["display": "Transflective", "gps": true], cost: 115,
                "Pace and pulse stay readable in full sun."),
            Demo.Model("Fitness Tracker", ["display": "OLED"], cost: 40, "Thin enough to sleep in."),
            Demo.Model(
                "Hybrid Watch", ["display": "Analogue"], cost: 95, "Real hands outside, a sleep tracker inside."),
        ],
        traits: [
            .numbers("case_mm", [38, 40, 42, 44, 46]), .colours(Demo.Colour.devices),
            .numbers("battery_days", [2, 5, 7, 14, 21], raises: true),
            .flag("heart_rate", tenths: 9), .flag("waterproof", tenths: 6),
        ],
        uses: ["early runs", "better sleep", "leaving the phone at home", "busy weeks"],
        says: ["One charge lasts {battery_days} days.", "The {case_mm} mm case carries {a display} display."],
        tags: ["wearable", "watch"])
}
