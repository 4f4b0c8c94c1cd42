import Testing

@Suite struct BlobsPlaceTests {
}
