import ArgumentParser
import Identity
import Kernel
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
                servers that are running take the new one by themselves. Where the shop's secret was lost, a new one is \
                made, and everybody has to sign in again.

                EXAMPLE
                  souk keys rotate
                """)

        @OptionGroup var options: ShopOptions

        @Flag(help: "Print the outcome as JSON.")
        var json = false

        func run() async throws {
            let key = try await options.withShop(replacesSecret: true) { shop, _ in
                try await shop.tokens.rotate()
                try await shop.identity.audit.note(.keysRotated, from: .commandLine)
                return try await shop.signingKeys.current()
            }
            if json {
                Console.printJSON { object in
                    object.member("key", key.id.description)
                    object.member("algorithm", key.algorithm.rawValue)
                }
            } else {
                Console.print("Access tokens are signed with a new key.")
            }
        }
    }
}
