import Glibc

/// Where a command gets a password from. Never from the command line: others see that in the list of processes.
enum PasswordInput {
    /// Whether somebody sits at standard input.
    static let isTerminal = isatty(STDIN_FILENO) == 1

    /// The first line of standard input. At a terminal it is asked for twice, and not shown.
    /// - Throws: `CommandFailure` when there is none, or they are two.
    static func read() throws -> String {
        guard isTerminal else {
            guard let password = readLine(), !password.isEmpty else {
                throw CommandFailure("There is no password on standard input.")
            }
            return password
        }
        guard let password = ask("Password: "), !password.isEmpty else {
            throw CommandFailure("No password was typed.")
        }
        guard ask("The same again: ") == password else {
            throw CommandFailure("That was another one. Nothing was done.")
        }
        return password
    }

    /// What is typed, up to the end of the line; `nil` when it is broken off. As in glibc's own prompt signals wait
    /// meanwhile, or the terminal would stay mute; so Ctrl-C arrives as a character.
    private static func ask(_ prompt: String) -> String? {
        var usual = termios()
        tcgetattr(STDIN_FILENO, &usual)
        var mute = usual
        mute.c_lflag &= ~tcflag_t(ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &mute)
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &usual)
            Console.note("")
        }
        Console.note(prompt, end: "")
        return readLine().flatMap { $0.contains("\u{3}") ? nil : $0 }
    }
}
