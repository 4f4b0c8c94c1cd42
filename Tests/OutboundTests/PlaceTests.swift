import Testing

@Suite struct OutboundPlaceTests {
}
