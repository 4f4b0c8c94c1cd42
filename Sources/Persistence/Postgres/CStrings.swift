/// A NULL-terminated array of C strings for the length of its life.
final class CStrings {
    private(set) var pointers: [UnsafePointer<CChar>?] = []
    private let storage: [UnsafeMutablePointer<CChar>]

    init(_ strings: [String]) {
        storage = strings.map { string in
            let bytes = string.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            _ = UnsafeMutableBufferPointer(start: copy, count: bytes.count).initialize(from: bytes)
            return copy
        }
        pointers = storage.map { UnsafePointer($0) } + [nil]
    }

    deinit {
        storage.forEach { $0.deallocate() }
    }
}
