import Testing

@Suite struct APIReferencePlaceTests {
}
