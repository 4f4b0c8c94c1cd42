import ArgumentParser
import Foundation
import Identity
import Kernel
import Souk

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Look after accounts, the first admin's above all.",
        discussion: """
            The first admin is made here: nobody else could make one. They sign in at the shop's /login.

            EXAMPLES
              souk user create --email ada@shop.example --role admin
              souk user create --email ada@shop.example --role admin --password-stdin < password.txt
              souk user create --email ci@shop.example --role admin --password-stdin --api-key ci --json
              souk user api-key --email ci@shop.example --name import --scope catalog:write
              souk user list --role admin
              souk user disable --email eve@shop.example
              souk user reset-mfa --email eve@shop.example
            """,
        subcommands: [Create.self, List.self, Role.self, Disable.self, Enable.self, ResetMFA.self, Key.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account whose address counts as confirmed; no mail is sent.",
            discussion:
                "At a terminal the password is asked for. It has 8 characters or more, and is none of the commonest.")

        @OptionGroup var options: ShopOptions

        @Option(help: "The e-mail address.")
        var email: String

        @Option(help: "customer, vendor or admin.")
        var role = Identity.Role.customer

        @Option(help: "The first name.")
        var firstName: String?

        @Option(help: "The last name.")
        var lastName: String?

        @Flag(help: "Read the password from standard input, its first line, instead of asking for it.")
        var passwordStdin = false

        @Option(help: "Also make an API key of that name for programs, with all that the role may, and print it once.")
        var apiKey: String?

        @Flag(help: "Print the account as JSON.")
        var json = false

        func validate() throws {
            guard passwordStdin || PasswordInput.isTerminal else {
                throw ValidationError("There is no terminal to ask for the password at: give it with --password-stdin.")
            }
        }

        func run() async throws {
            let registration = Registration(
                email: email, password: try PasswordInput.read(),
                profile: Profile(firstName: firstName, lastName: lastName))
            let (user, key) = try await options.withShop(mayBegin: true) { shop, _ in
                let user = try await shop.identity.accounts.create(registration, role: role)
                return (user, try await makeKey(of: user, in: shop))
            }
            show(user, key)
        }

        private func makeKey(of user: User, in shop: Shop) async throws -> String? {
            guard let apiKey else { return nil }
            let scopes = Permission.scopes.filter(role.permissions.contains).map(\.rawValue)
            return try await shop.identity.apiKeys.create(
                for: user.id, name: apiKey, scopes: scopes
            ).text
        }

        private func show(_ user: User, _ key: String?) {
            guard json else {
                Console.print(
                    "Made \(user.email), \(user.role.rawValue). Sign in with the password at /login of the shop.")
                if let key { Console.print("API key, shown this once: \(key)") }
                return
            }
            Console.printJSON { object in
                UserCommand.write(user, to: &object)
                if let key { object.member("api_key", key) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts, the newest first: address, role, status, id.")

        @OptionGroup var options: ShopOptions

        @Option(help: "Only with this in the address or the name.")
        var search: String?

        @Option(help: "Only of this role.")
        var role: Identity.Role?

        @Option(help: "Only of this status: active, inactive or suspended.")
        var status: UserStatus?

        @Flag(help: "Print a JSON object for each.")
        var json = false

        func run() async throws {
            let filter = UserFilter(search: search, role: role, status: status)
            try await options.withShop { shop, _ in
                var cursor: Cursor?
                repeat {
                    let (users, next) = try await shop.identity.users.list(filter, before: cursor, limit: 1000)
                    for user in users { UserCommand.show(user, json: json) }
                    cursor = next
                } while cursor != nil
            }
        }
    }

    struct Role: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change the role of an account.")

        @OptionGroup var options: ShopOptions
        @OptionGroup var account: AccountOptions

        @Argument(help: "customer, vendor or admin.")
        var role: Identity.Role

        func run() async throws {
            try await account.change(options, role: role)
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shut an account out: its sessions end and its keys stop at once.")

        @OptionGroup var options: ShopOptions
        @OptionGroup var account: AccountOptions

        func run() async throws {
            try await account.change(options, status: .suspended)
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an account in again; its keys work again, its sessions have ended.")

        @OptionGroup var options: ShopOptions
        @OptionGroup var account: AccountOptions

        func run() async throws {
            try await account.change(options, status: .active)
        }
    }

    struct ResetMFA: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-mfa",
            abstract: "Take the second factor of an account away; its owner gets a mail.",
            discussion: "For who lost telephone and recovery codes. Make sure first that it is the owner who asks.")

        @OptionGroup var options: ShopOptions
        @OptionGroup var account: AccountOptions

        func run() async throws {
            let user = try await options.withShop { shop, _ in
                let user = try await shop.identity.users.find(email: account.email)
                try await shop.identity.secondFactors.reset(of: user.id)
                return user
            }
            UserCommand.show(user, json: account.json)
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "api-key", abstract: "Make an API key of an account, and print it once.")

        @OptionGroup var options: ShopOptions
        @OptionGroup var account: AccountOptions

        @Option(help: "What the key is called.")
        var name: String

        @Option(
            help: ArgumentHelp(
                "What it is for; may stand several times: \(Permission.scopes.map(\.rawValue).joined(separator: ", "))."
            ))
        var scope: [Permission]

        func validate() throws {
            guard !scope.isEmpty else {
                throw ValidationError("--scope is needed, one of those that a key can have.")
            }
        }

        func run() async throws {
            let secret = try await options.withShop { shop, _ in
                let user = try await shop.identity.users.find(email: account.email)
                return try await shop.identity.apiKeys.create(
                    for: user.id, name: name, scopes: scope.map(\.rawValue)
                ).text
            }
            if account.json {
                Console.printJSON { $0.member("api_key", secret) }
            } else {
                Console.print("API key, shown this once: \(secret)")
            }
        }
    }

    fileprivate static func write(_ user: User, to object: inout JSONWriter) {
        object.member("id", user.id.description)
        object.member("email", user.email)
        object.member("full_name", user.profile.fullName)
        object.member("role", user.role.rawValue)
        object.member("status", user.status.rawValue)
        object.member("email_verified", user.isEmailVerified)
        object.member("created_at", user.createdAt.description)
    }

    fileprivate static func show(_ user: User, json: Bool) {
        if json {
            Console.printJSON { write(user, to: &$0) }
        } else {
            Console.print("\(user.email)\t\(user.role.rawValue)\t\(user.status.rawValue)\t\(user.id)")
        }
    }
}

/// Which account, and how it is shown.
struct AccountOptions: ParsableArguments {
    @Option(help: "The e-mail address of the account.")
    var email: String

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func change(_ options: ShopOptions, role: Identity.Role? = nil, status: UserStatus? = nil) async throws {
        let user = try await options.withShop { shop, _ in
            let user = try await shop.identity.users.find(email: email)
            return try await shop.identity.users.change(user.id, role: role, status: status)
        }
        UserCommand.show(user, json: json)
    }
}

extension Identity.Role: ExpressibleByArgument {}
extension UserStatus: ExpressibleByArgument {}
extension Permission: ExpressibleByArgument {
    /// What a key can be given; the others are what people have by themselves.
    public init?(argument: String) {
        guard let scope = Permission.scopes.first(where: { $0.rawValue == argument }) else { return nil }
        self = scope
    }

    /// The same words, for who has mistyped one.
    public static var allValueStrings: [String] { scopes.map(\.rawValue) }
}
