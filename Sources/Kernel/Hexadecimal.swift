extension Sequence<UInt8> {
    /// The bytes as small hexadecimal digits, two each: `0aff`.
    package var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
