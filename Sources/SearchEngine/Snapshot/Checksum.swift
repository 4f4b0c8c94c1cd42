/// A 64-bit checksum in four independent lanes (multiply, rotate, add), some GB/s; not for adversaries.
enum Checksum {
    private static let prime: UInt64 = 0x9E37_79B1_85EB_CA87

    static func of(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { of($0) } }

    static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var lanes = SIMD4<UInt64>(seed &+ 1, seed &+ 2, seed &+ 3, seed &+ 4) &* prime
        let blocks = bytes.count / 32
        for block in 0..<blocks {
            lanes = mix(lanes, bytes.loadUnaligned(fromByteOffset: block * 32, as: SIMD4<UInt64>.self))
        }
        var tail = SIMD4<UInt64>(repeating: UInt64(bytes.count))
        for (index, byte) in bytes[(blocks * 32)...].enumerated() {
            tail[index / 8] ^= (UInt64(byte) &+ 1) << UInt64(index % 8 * 8)
        }
        lanes = mix(lanes, tail)
        return (0..<4).reduce(UInt64(bytes.count)) { finish($0 &* prime ^ lanes[$1]) }
    }

    @inline(__always)
    private static func mix(_ lanes: SIMD4<UInt64>, _ input: SIMD4<UInt64>) -> SIMD4<UInt64> {
        let mixed = (lanes ^ input) &* prime
        return mixed ^ (mixed &>> 29)
    }

    private static func finish(_ value: UInt64) -> UInt64 {
        var value = (value ^ (value >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        value = (value ^ (value >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return value ^ (value >> 33)
    }
}
