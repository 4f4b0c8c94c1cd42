import Glibc

/// Wakes a thread that waits for a socket: the two ends of a pipe.
final class Bell: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors nothing else of a server works either; waits then end by their time.
        _ = pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// From any thread. A full pipe has rung already.
    func ring() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// What can be read when it has rung.
    var descriptor: Int32 { readEnd }

    /// Makes it silent.
    func clear() {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { rung in
            while read(readEnd, rung.baseAddress, rung.count) > 0 {}
        }
    }

    /// Waits for the bell or for something to read, for ever or for so long.
    func wait(orFor socket: Int32?, atMost limit: Duration?) {
        var watched = [pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)]
        if let socket { watched.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        // A minute, so that a missed ring cannot stop us for ever.
        let milliseconds = limit.map { max($0.wholeMilliseconds, 1) } ?? 60_000
        _ = poll(&watched, nfds_t(watched.count), Int32(clamping: milliseconds))
        clear()
    }
}
