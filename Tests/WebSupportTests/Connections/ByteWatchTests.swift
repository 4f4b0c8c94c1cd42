import NIOCore
import NIOEmbedded
import Testing

@testable import WebSupport

/// Bytes against time, on a clock that the test moves.
struct ByteWatchTests {
    /// A watch with nothing behind it: the test plays the parser and the server.
    private struct Bench {
        let channel = EmbeddedChannel()
        let watch: ByteWatch

        init(isSecure: Bool = false) throws {
            var limits = ConnectionLimits()
            (limits.head, limits.body, limits.bodyBytes) = (.seconds(10), .seconds(20), 1000)
            watch = ByteWatch(limits, isSecure: isSecure)
            try channel.pipeline.syncOperations.addHandler(watch)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        /// The client sends so many bytes; the server asks for more unless it is busy.
        func receive(_ count: Int, thenReads: Bool = true) throws {
            try channel.writeInbound(ByteBuffer(repeating: 120, count: count))
            if thenReads { channel.read() }
        }

        func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

        /// What the watch itself has said to the client.
        func said() throws -> String {
            try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) } ?? ""
        }
    }

    @Test func `a head has its time from the first byte, however it drips`() throws {
        let bench = try Bench()
        bench.pass(3600)
        #expect(bench.channel.isActive)
        for _ in 0..<9 {
            try bench.receive(1)
            bench.pass(1)
        }
        #expect(bench.channel.isActive)
        try bench.receive(1)
        bench.pass(1)
        #expect(!bench.channel.isActive)
        let words = try bench.said()
        #expect(words.hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `a body at the slowest pace that is allowed is taken, however long it takes`() throws {
        let bench = try Bench()
        try bench.receive(10)
        bench.watch.headEnded()
        for _ in 0..<1000 {
            try bench.receive(55)
            bench.pass(1)
        }
        #expect(bench.channel.isActive)
        for _ in 0..<45 {
            try bench.receive(45)
            bench.pass(1)
        }
        #expect(!bench.channel.isActive)
        let words = try bench.said()
        #expect(words.hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `while the server does not read the client is not to blame`() throws {
        let bench = try Bench()
        try bench.receive(10)
        bench.watch.headEnded()
        try bench.receive(100, thenReads: false)
        bench.pass(500)
        #expect(bench.channel.isActive)
        bench.channel.read()
        bench.pass(19)
        #expect(bench.channel.isActive)
        bench.pass(40)
        #expect(!bench.channel.isActive)
    }

    @Test func `a request that was answered already gets no second answer`() throws {
        let bench = try Bench()
        try bench.receive(10)
        bench.watch.headEnded()
        try bench.receive(1)
        bench.watch.answerBegan()
        bench.watch.answerEnded()
        bench.pass(21)
        #expect(!bench.channel.isActive)
        let words = try bench.said()
        #expect(words.isEmpty)
    }

    @Test func `nothing is said into an answer that is being written, or before one that is due`() throws {
        for isWriting in [true, false] {
            let bench = try Bench()
            bench.watch.headEnded()
            bench.watch.requestEnded()
            if isWriting { bench.watch.answerBegan() }
            try bench.receive(1)
            bench.pass(11)
            #expect(!bench.channel.isActive)
            let words = try bench.said()
            #expect(words.isEmpty)
        }
    }

    @Test func `between requests nothing is counted`() throws {
        let bench = try Bench()
        for _ in 0..<3 {
            try bench.receive(1)
            bench.watch.headEnded()
            bench.watch.requestEnded()
            bench.watch.answerBegan()
            bench.watch.answerEnded()
            bench.channel.read()
            bench.pass(3600)
            #expect(bench.channel.isActive)
        }
    }

    @Test func `a handshake that does not come to its end is hung up on without a word`() throws {
        let bench = try Bench(isSecure: true)
        bench.pass(9)
        #expect(bench.channel.isActive)
        bench.pass(1)
        #expect(!bench.channel.isActive)
        let words = try bench.said()
        #expect(words.isEmpty)
    }
}
