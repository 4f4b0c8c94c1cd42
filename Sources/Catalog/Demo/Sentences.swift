extension Demo {
    /// How descriptions of one thing begin.
    static let openings = [
        "{A adjective} {model} for {use}.", "{A adjective} {model} made with {use} in mind.",
        "From {brand}, {a adjective} {model} for {use}.", "{brand} brings us {a adjective} {model} for {use}.",
        "Meet the {series}, {a adjective} {model} for {use}.", "The {series} is {a adjective} {model} for {use}.",
        "With the {series}, {brand} made {a adjective} {model} for {use}.",
    ]

    /// How descriptions begin where the thing is called trousers, not shirt.
    static let pluralOpenings = [
        "{^adjective} {model} for {use}.", "{^adjective} {model} made with {use} in mind.",
        "From {brand}, {adjective} {model} for {use}.", "{brand} brings us {adjective} {model} for {use}.",
        "Meet the {series}: {adjective} {model} for {use}.", "{brand}'s {series} are {adjective} {model} for {use}.",
    ]

    /// What a flag means to somebody who is about to buy.
    static let praise: [(flag: String, sentence: String)] = [
        ("induction", "Works on every hob, induction included."),
        ("oven_safe", "Goes from the hob straight into the oven."),
        ("dishwasher_safe", "Dishwasher safe, so the evening ends sooner."),
        ("microwave_safe", "Safe in the microwave."),
        ("bpa_free", "Free of BPA."),
        ("auto_off", "Switches itself off when the work is done."),
        ("flat_pack", "Arrives flat-packed with all tools included."),
        ("assembled", "Arrives fully assembled."),
        ("removable_covers", "The covers come off for washing."),
        ("organic", "Made with certified organic fibre."),
        ("machine_washable", "Machine washable at 30 °C."),
        ("dimmable", "Dims smoothly from bright to barely there."),
        ("bulb_included", "The bulb is in the box."),
        ("handmade", "Made by hand, so no two are quite alike."),
        ("noise_cancelling", "Active noise cancelling keeps the train outside."),
        ("waterproof", "Waterproof, and not just in the brochure."),
        ("water_resistant", "Shrugs off rain and splashes."),
        ("fast_charging", "Half an hour at the plug lasts most of a day."),
        ("wireless_charging", "Charges without a cable as well."),
        ("backlit", "Backlit keys for late evenings."),
        ("hot_swappable", "The switches can be changed without soldering."),
        ("touchscreen", "The screen answers to touch."),
        ("height_adjustable", "Adjusts in height to suit whoever sits there next."),
        ("gps", "Built-in GPS finds the way without a phone."),
        ("rechargeable", "Recharges over USB-C."),
        ("recycled", "Made mostly of recycled material."),
        ("packable", "Packs down to the size of a loaf of bread."),
        ("insulated", "Double walls keep the temperature where it should be."),
        ("pet_safe", "Safe around curious cats and dogs."),
        ("drainage", "A drainage hole and a matching saucer are included."),
        ("brushless", "The brushless motor runs cooler and lasts longer."),
        ("case_included", "Comes in a sturdy carrying case."),
        ("lockable", "One drawer locks."),
        ("refillable", "Refill it instead of throwing it away."),
        ("lay_flat", "Lies flat at every page."),
        ("expansion_ready", "Fits together with every other set of the series."),
        ("fsc_wood", "The wood comes from well-managed forests."),
        ("solo_play", "Has rules for playing alone."),
        ("stretch", "A little stretch where it matters."),
        ("non_slip", "The non-slip base stays where you put it."),
        ("signed", "This printing is signed by the author."),
        ("illustrated", "Illustrated throughout."),
        ("ribbon_marker", "A ribbon keeps your place."),
    ]
}
