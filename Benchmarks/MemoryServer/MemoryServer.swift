import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WebSupport

/// Serves the files of a folder from memory, as JSON, through the same HTTP server as the shop's and nothing else of it:
/// what `scripts/bench http` holds the shop against.
///
/// `MemoryServer FOLDER` listens on a free port of 127.0.0.1 and prints where; `/NAME` is the file of that name.
@main
struct MemoryServer {
    static func main() async throws {
        guard let folder = CommandLine.arguments.dropFirst().first else {
            FileHandle.standardError.write(Data("usage: MemoryServer FOLDER\n".utf8))
            exit(64)
        }
        let bodies = try read(URL(filePath: folder, directoryHint: .isDirectory))
        var logger = Logger(label: "memory")
        logger.logLevel = .error
        let router = Router(context: ShopContext.self)
        router.get("/:name") { _, context in
            guard let body = bodies[context.parameters.get("name") ?? ""] else { throw HTTPError(.notFound) }
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            responder: RequestTask(router.buildResponder()), server: .guarded(ConnectionLimits()),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                FileHandle.standardOutput.write(
                    Data("listening on http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n".utf8))
            }, logger: logger)
        try await application.runService()
    }

    private static func read(_ folder: URL) throws -> [String: ByteBuffer] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.reduce(into: [:]) { bodies, file in
            bodies[file.lastPathComponent] = ByteBuffer(bytes: try Data(contentsOf: file))
        }
    }
}
