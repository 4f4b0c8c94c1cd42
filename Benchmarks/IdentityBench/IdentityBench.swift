import CCrypt
import CryptoExtras
import Dispatch
import Foundation
import Synchronization

/// What this machine can do without a shop: bcrypt of cost 12 and RS256 signatures a second, on all cores. Prints JSON.
/// Option: seconds for each (default: 10).
@main
struct IdentityBench {
    static func main() throws {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 10
        let hashes = rate(seconds, makeHashing)
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let signatures = rate(seconds) { { _ = try? key.signature(for: message, padding: .insecurePKCS1v1_5) } }
        print("{\"crypt_r_per_s\":\(rounded(hashes)),\"rs256_per_s\":\(rounded(signatures))}")
    }

    private static let message = Data(repeating: 7, count: 400)

    private static func rounded(_ rate: Double) -> Double { (rate * 100).rounded() / 100 }

    /// `crypt_rn` with memory of the thread's own.
    private static func makeHashing() -> () -> Void {
        let size = 32_768
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        return { _ = crypt_rn("a password", "$2b$12$abcdefghijklmnopqrstuu", memory, Int32(size)) }
    }

    /// How often a second all cores together do what `make` gives each of their threads.
    private static func rate(_ seconds: Double, _ make: @escaping @Sendable () -> () -> Void) -> Double {
        let count = Atomic(0)
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
            let work = make()
            while ContinuousClock.now < end {
                work()
                count.add(1, ordering: .relaxed)
            }
        }
        return Double(count.load(ordering: .relaxed)) / ((ContinuousClock.now - start) / .seconds(1))
    }
}
