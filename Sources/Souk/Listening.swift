import NIOCore
import NIOPosix
import ServiceLifecycle

/// A server on an address of its own, which says of that address why it cannot be had.
struct Listening: Service {
    let server: any Service
    let host: String
    let port: Int
    /// What chooses the port: `--port`.
    let setting: String

    /// - Throws: `StartError` when the address is in use or cannot be had.
    func run() async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw StartError(explain(error))
        } catch let error as SocketAddressError.UnknownHost {
            throw StartError(
                "The host \(host) cannot be resolved (\(error.errorDescription)). Choose another --host.")
        } catch let error as NIOConnectionError {
            throw StartError("The address \(host) is not one of this machine: \(error)")
        }
    }

    private func explain(_ error: IOError) -> String {
        let address = "\(host):\(port)"
        return switch error.errnoCode {
        case EADDRINUSE: "The address \(address) is in use. Stop what listens there, or choose another \(setting)."
        case EACCES: "This user may not listen on \(address). Ports below 1024 need rights; choose another \(setting)."
        case EADDRNOTAVAIL: "The address \(host) is not one of this machine. Choose another --host."
        default: "Cannot listen on \(address): \(error)"
        }
    }
}
