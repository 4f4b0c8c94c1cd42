import Testing

@testable import Outbound

@Suite struct CircuitBreakerTests {
    private func failing(_ breaker: inout CircuitBreaker, _ count: Int, at now: Duration = .zero) throws {
        for _ in 0..<count {
            let admission = breaker.admit(at: now)
            breaker.record(.failed, of: try #require(admission), at: now)
        }
    }

    @Test func `it opens after five failures, rests five seconds, and lets one probe through`() throws {
        var breaker = CircuitBreaker(.init())
        try failing(&breaker, 4)
        #expect(!breaker.isOpen)
        try failing(&breaker, 1)
        #expect(breaker.isOpen)
        let admission1 = breaker.admit(at: .milliseconds(4999))
        #expect(admission1 == nil)
        let admission2 = breaker.admit(at: .seconds(5))
        #expect(admission2 == .probe)
        let admission3 = breaker.admit(at: .seconds(5))
        #expect(admission3 == nil)
    }

    @Test func `the probe decides`() throws {
        var breaker = CircuitBreaker(.init())
        try failing(&breaker, 5)
        let admission4 = breaker.admit(at: .seconds(5))
        #expect(admission4 == .probe)
        breaker.record(.failed, of: .probe, at: .seconds(6))
        let admission5 = breaker.admit(at: .seconds(10))
        #expect(admission5 == nil)
        let admission6 = breaker.admit(at: .seconds(11))
        #expect(admission6 == .probe)
        breaker.record(.answered, of: .probe, at: .seconds(11))
        let admission7 = breaker.admit(at: .seconds(11))
        #expect(admission7 == .usual)
        #expect(!breaker.isOpen)
    }

    @Test func `a probe that nobody waited for makes room for the next`() throws {
        var breaker = CircuitBreaker(.init())
        try failing(&breaker, 5)
        let admission8 = breaker.admit(at: .seconds(5))
        #expect(admission8 == .probe)
        breaker.record(.abandoned, of: .probe, at: .seconds(6))
        let admission9 = breaker.admit(at: .seconds(6))
        #expect(admission9 == .probe)
    }

    @Test func `failures that are few among many, or long ago, do not open it`() throws {
        var breaker = CircuitBreaker(.init())
        for _ in 0..<20 { breaker.record(.answered, of: .usual, at: .zero) }
        try failing(&breaker, 15)
        #expect(!breaker.isOpen)
        var slow = CircuitBreaker(.init())
        for second in 0..<50 { try failing(&slow, 1, at: .seconds(second * 3)) }
        #expect(!slow.isOpen)
    }

    @Test func `tries of before it opened neither close it nor keep it open`() throws {
        var breaker = CircuitBreaker(.init())
        let late = CircuitBreaker.Admission.usual
        try failing(&breaker, 5)
        breaker.record(.answered, of: late, at: .seconds(1))
        #expect(breaker.isOpen)
        let admission10 = breaker.admit(at: .seconds(5))
        #expect(admission10 == .probe)
        breaker.record(.failed, of: late, at: .seconds(5))
        breaker.record(.answered, of: .probe, at: .seconds(5))
        #expect(!breaker.isOpen)
    }

    @Test func `a budget allows a fifth of the calls to be repeated`() {
        var budget = RetryBudget()
        var repeated = 0
        for _ in 0..<1000 {
            budget.countCall()
            if budget.spend() { repeated += 1 }
            if budget.spend() { repeated += 1 }
        }
        #expect((200...210).contains(repeated))
    }
}
