/// The passwords that everybody tries first. Not a list of millions but the rules by which such lists are made: a
/// well-known word with digits and signs around it or put for its letters, a walk over the keyboard, a repetition.
enum CommonPasswords {
    /// Whether it is one of them, whatever the case of its letters.
    static func contains(_ password: String) -> Bool {
        let text = password.lowercased()
        let bare = trimmed(text)
        return isRepetition(text) || isWalk(text)
            || [text, bare, withoutDisguise(text), trimmed(withoutDisguise(text)), withoutDisguise(bare)]
                .contains { isWord($0) }
    }

    /// Without the digits and signs before and behind it: `!!summer2026` becomes `summer`.
    static func trimmed(_ text: String) -> String {
        let letters = text.drop { !$0.isLetter }
        guard let last = letters.lastIndex(where: \.isLetter) else { return "" }
        return String(letters[...last])
    }

    /// With the letters that digits and signs stand for: `p@ssw0rd` becomes `password`.
    private static func withoutDisguise(_ text: String) -> String {
        let letters: [Character: Character] = [
            "@": "a", "4": "a", "3": "e", "€": "e", "1": "i", "!": "i", "|": "l", "0": "o", "$": "s", "5": "s",
            "7": "t",
            "+": "t",
        ]
        return String(text.map { letters[$0] ?? $0 })
    }

    private static func isWord(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        let joined = text.filter(\.isLetter)
        if words.contains(joined), joined.count * 2 > text.count { return true }
        let half = joined.prefix(joined.count / 2)
        return joined.count.isMultiple(of: 2) && half == joined.suffix(half.count) && words.contains(String(half))
    }

    /// One to four characters, again and again: `aaaaaaaa`, `abcabcabc`, `12121212`.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        return (1...4).contains { length in
            characters.count > length && characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
        }
    }

    /// Nothing but runs of three and more along a row of keys, the alphabet or the digits, one character aside:
    /// `12345678`, `qwertyui`, `abcd4321`, `1qaz2wsx`.
    private static func isWalk(_ text: String) -> Bool {
        var rest = text[...]
        var strays = 0
        while !rest.isEmpty {
            let run = longestRun(rest)
            if run < 3 { strays += 1 }
            guard strays <= 1 else { return false }
            rest = rest.dropFirst(run < 3 ? 1 : run)
        }
        return true
    }

    private static func longestRun(_ text: Substring) -> Int {
        var length = 0
        while length < text.count, rows.contains(where: { $0.contains(text.prefix(length + 1)) }) { length += 1 }
        return length
    }

    private static let rows: [String] = {
        let rows = [
            "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
            "azertyuiop", "qsdfghjklm", "wxcvbn", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "1q2w3e4r5t6y7u8i9o0p",
            "q1w2e3r4t5y6u7i8o9p0", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "!@#$%^&*()",
            "!\"§$%&/()=",
            "147258369", "159357", "789456123",
        ]
        return rows + rows.map { String($0.reversed()) }
    }()

    private static let words = Set(
        """
        password passwort passwd passphrase passcode motdepasse contrasena contraseña parola haslo wachtwoord senha pass
        secret geheim secreto segredo admin administrator administrador root user username benutzer guest gast test
        tester testing demo default changeme change example sample temp temporary login logon access letmein openup
        opensesame welcome willkommen bienvenue bienvenido hello hallo hola bonjour salut goodbye qwerty qwertz azerty
        qwert asdf asdfg asdfgh zxcvbn abc abcd abcde abcdef abcdefg abcdefgh xyz iloveyou ilove loveyou lovely love lover
        loveme jetaime teamo tequiero ichliebedich sunshine princess prinzessin princesse princesa prince queen king
        dragon drache monkey tiger lion panther eagle falcon wolf bear horse pony puppy kitten kitty doggy doggie hund
        katze cat dog bird fish dolphin butterfly spider snake rabbit bunny chicken turtle football fussball futbol soccer
        baseball basketball hockey tennis golf golfer sports rugby cricket arsenal chelsea liverpool barcelona realmadrid
        juventus bayern manchester everton celtic rangers yankees lakers cowboys steelers eagles redsox superman batman
        spiderman ironman hulk thor avengers starwars skywalker darthvader yoda jedi matrix pokemon pikachu naruto sonic
        mario zelda minecraft fortnite roblox warcraft counterstrike callofduty gamer hacker ninja samurai pirate master
        mistress boss chief captain soldier marine killer shadow phantom ghost demon devil angel angels heaven hell jesus
        christ god bless faith hope peace grace lucky luck freedom liberty trustno trustnoone trust nothing whatever
        nobody somebody anybody everyone fuckyou fuckoff fuck shit bitch asshole pussy sexy babe baby babygirl babyboy
        girl boy mother mama mom father papa daddy family sister brother friend friends forever always summer sommer winter
        spring autumn herbst january february march april june july august september october november december januar
        februar maerz juni juli oktober dezember monday tuesday wednesday thursday friday saturday sunday montag freitag
        sonntag today tomorrow yesterday morning night midnight rainbow flower flowers rose orange apple banana cherry
        lemon peach strawberry chocolate cookie cookies coffee cheese butter pepper ginger sugar honey sweet sweetie
        candy pumpkin peanut money dollar euro cash rich gold golden silver diamond platinum crystal purple yellow green
        black white blue red pink computer internet google facebook instagram twitter whatsapp youtube amazon apple
        microsoft windows linux android iphone samsung nokia sony dell lenovo server system oracle cisco network router
        wireless office company business manager support service sales marketing shop shopping store souk market customer
        mercedes porsche ferrari mustang corvette toyota honda nissan yamaha harley suzuki michael jordan jennifer jessica
        ashley amanda nicole daniel thomas robert andrew joshua matthew anthony william charlie george thomas alexander
        maria anna julia laura sarah sandra sabine peter martin stefan andreas christian jan hans michelle hannah sophie
        london paris berlin madrid roma newyork texas america american england germany deutschland france canada brasil
        india china japan russia mexico australia guitar music rocknroll metallica nirvana beatles eminem dancer dance
        player winner champion number one blink cheval soleil doudou loulou nicolas marseille
        """
        .split(whereSeparator: \.isWhitespace).map { String($0) })
}
