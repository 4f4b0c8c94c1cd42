/// Numbers that are made once and then only read, at an address that does not change.
///
/// `@unchecked Sendable`: nothing writes to the memory after `init`, and it is freed once, by `deinit`.
final class FrozenFloats: @unchecked Sendable {
    let pointer: UnsafePointer<Float>
    let count: Int

    init(_ values: [Float]) {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: max(1, values.count))
        memory.initialize(to: 0)
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { memory.update(from: base, count: source.count) }
        }
        (pointer, count) = (UnsafePointer(memory), values.count)
    }

    deinit { pointer.deallocate() }
}
