import Testing

@Suite struct JobsPlaceTests {
}
