import TestSupport
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(3))) struct PeerTests {
    private func options(connections: Int, waiting: Int) -> OutboundOptions {
        var options = OutboundOptions()
        (options.connectionsPerPeer, options.waitingPerPeer) = (connections, waiting)
        return options
    }

    @Test func `so many call, so many wait in turn, and the rest is refused at once`() async throws {
        let peer = Peer("a.example", options(connections: 2, waiting: 3))
        for _ in 0..<2 { try await peer.enter() }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<3 {
                group.addTask {
                    try await peer.enter()
                    return number
                }
                try await wait { peer.waitingCount > number }
            }
            await #expect(throws: OutboundError.tooManyWaiting(host: "a.example")) { try await peer.enter() }
            for number in 0..<3 {
                peer.leave()
                let next = try await group.next()
                #expect(next == number)
            }
        }
        for _ in 0..<2 { peer.leave() }
        #expect(peer.isIdle)
    }

    @Test func `who gives up waiting leaves the queue, before and after it stands in it`() async throws {
        let peer = Peer("a.example", options(connections: 1, waiting: 10))
        try await peer.enter()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { (try? await peer.enter()) == nil } }
            try await wait { peer.waitingCount >= 10 }
            group.cancelAll()
            for try await hasGivenUp in group { #expect(hasGivenUp) }
            group.addTask { (try? await peer.enter()) == nil }
            let isRefused = try await group.next()
            #expect(isRefused == true)
        }
        #expect(peer.waitingCount == 0)
        peer.leave()
        #expect(peer.isIdle)
    }

    @Test func `idle peers are forgotten when there are too many, even those that fail`() throws {
        var options = OutboundOptions()
        options.peers = 3
        let peers = Peers(options)
        for number in 0..<10 {
            let peer = try peers.peer(of: OutboundURL("http://h\(number).example/"), isUsers: true)
            for _ in 0..<5 { _ = peer.record(.failed, of: .usual, at: .zero) }
            #expect(peer.isOpen)
        }
        #expect(peers.openCircuits <= 3)
        let again = try peers.peer(of: OutboundURL("http://h9.example/x"), isUsers: true)
        #expect(again === (try peers.peer(of: OutboundURL("http://h9.example/y"), isUsers: true)))
    }

    @Test func `users' peers that are all busy do not keep the operator from calling`() async throws {
        var options = OutboundOptions()
        options.peers = 2
        let peers = Peers(options)
        for number in 0..<2 {
            try await peers.peer(of: OutboundURL("http://u\(number).example/"), isUsers: true).enter()
        }
        #expect(throws: OutboundError.tooManyWaiting(host: "u2.example")) {
            try peers.peer(of: OutboundURL("http://u2.example/"), isUsers: true)
        }
        #expect(throws: Never.self) { try peers.peer(of: OutboundURL("http://gateway.example/")) }
    }
}
