import Testing

@Suite struct MailPlaceTests {
}
