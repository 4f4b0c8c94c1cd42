import Foundation

/// The version of this binary.
package enum SoukVersion {
    /// By semver.org; the change log says what is in it.
    package static let text = "0.1.0"

    /// The commit that it was built from, when `SOUK_COMMIT` says so, as a container image does: SwiftPM has no place to
    /// stamp a binary.
    package static var commit: String? {
        ProcessInfo.processInfo.environment["SOUK_COMMIT"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The compiler that it was built with.
    package static var swift: String {
        #if compiler(>=6.4)
            "6.4 or newer"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
