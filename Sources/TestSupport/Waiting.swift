/// Waits until something holds that nothing tells of. The time limit of the test is the end of its patience: a task that is
/// cancelled waits no longer.
package func wait(until condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(1)) }
}
