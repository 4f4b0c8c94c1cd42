import Testing

@Suite struct TelemetryPlaceTests {
}
