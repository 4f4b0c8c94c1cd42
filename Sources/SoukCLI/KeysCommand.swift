import ArgumentParser
import Identity
import Souk

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Look after the keys that sign access tokens.",
        subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign with a new key from now on.",
            discussion: """
                Nobody is signed out: the old key stays in /.well-known/jwks.json until its last token has ended, and \
                servers that are running take the new one by themselves.

                EXAMPLE
                  souk keys rotate
                """)

        @OptionGroup var options: ShopOptions

        func run() async throws {
            try await options.withShop { shop, _ in
                try await shop.tokens.rotate()
                try await shop.identity.audit.note(.keysRotated, from: .commandLine)
            }
            Console.print("Access tokens are signed with a new key.")
        }
    }
}
