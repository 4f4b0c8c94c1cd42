/// A read-only array inside a segment's storage, in memory or mapped from a file.
///
/// `@unchecked Sendable`: the bytes are never written after the storage was made, and a column is only reached
/// through the segment that keeps its storage alive.
struct Column<Element: BitwiseCopyable>: @unchecked Sendable {
    let pointer: UnsafePointer<Element>
    let count: Int

    @inline(__always)
    subscript(index: Int) -> Element {
        assert(index >= 0 && index < count)
        return pointer[index]
    }

    @inline(__always)
    subscript(index: UInt32) -> Element { self[Int(index)] }

    var values: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: pointer, count: count) }
}

/// Byte strings one behind the other, with where each begins.
struct ByteTable: Sendable {
    let starts: Column<UInt64>
    let bytes: Column<UInt8>

    var count: Int { starts.count - 1 }

    @inline(__always)
    subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(starts[index])
        return UnsafeBufferPointer(start: bytes.pointer + start, count: Int(starts[index + 1]) - start)
    }

    /// The first index whose string is not before `key`, when the table is sorted.
    func lowerBound(_ key: UnsafeBufferPointer<UInt8>, from first: Int = 0) -> Int {
        var low = first
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if ByteOrder.compare(self[middle], key) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func index(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        let index = lowerBound(key)
        return index < count && ByteOrder.compare(self[index], key) == 0 ? index : nil
    }

    /// The indices of the strings that begin with `prefix`, when the table is sorted.
    func range(prefix: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let low = lowerBound(prefix)
        var first = low
        var last = count
        while first < last {
            let middle = (first + last) / 2
            let head = self[middle]
            let begins =
                head.count >= prefix.count
                && ByteOrder.compare(UnsafeBufferPointer(rebasing: head[..<prefix.count]), prefix) == 0
            if begins { first = middle + 1 } else { last = middle }
        }
        return low..<first
    }

    func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }
}
