/// SHA-256 as FIPS 180-4 words it, a step at a time and slowly: what tests hold the program's own
/// hash against.
package enum ReferenceHash {
  /// The 32 bytes of a digest.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var state = primes.prefix(8).map { fraction(of: Double($0).squareRoot()) }
    let words = padded(Array(bytes))
    for block in stride(from: 0, to: words.count, by: 16) {
      compress(&state, Array(words[block..<block + 16]))
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }
  }

  private static let primes = (2..<312).filter { number in
    !(2..<number).contains { number % $0 == 0 }
  }

  /// The first 32 bits of what comes after the point.
  private static func fraction(of number: Double) -> UInt32 {
    UInt32((number - number.rounded(.down)) * 4_294_967_296)
  }

  /// The constants: the first bits of the cube roots of the first 64 primes, found in whole
  /// numbers.
  private static let constants: [UInt32] = primes.prefix(64).map { prime in
    // The largest root with root^3 <= prime * 2^96, of which the low 32 bits are the fraction's.
    var (low, high): (UInt64, UInt64) = (0, 1 << 36)
    while low + 1 < high {
      let middle = (low + high) / 2
      let square = UInt128(middle) * UInt128(middle)
      let isSmall = square.multipliedReportingOverflow(by: UInt128(middle))
      if !isSmall.overflow, isSmall.partialValue <= UInt128(prime) << 96 {
        low = middle
      } else {
        high = middle
      }
    }
    return UInt32(truncatingIfNeeded: low)
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt32] {
    var padded = bytes + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bits = UInt64(bytes.count) * 8
    padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    return stride(from: 0, to: padded.count, by: 4).map { start in
      padded[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  private static func compress(_ state: inout [UInt32], _ block: [UInt32]) {
    func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
      word >> count | word << (32 - count)
    }
    var schedule = block
    for index in 16..<64 {
      let (near, far) = (schedule[index - 15], schedule[index - 2])
      let first = turned(near, 7) ^ turned(near, 18) ^ near >> 3
      let second = turned(far, 17) ^ turned(far, 19) ^ far >> 10
      schedule.append(schedule[index - 16] &+ first &+ schedule[index - 7] &+ second)
    }
    var work = state
    for index in 0..<64 {
      let (a, e) = (work[0], work[4])
      let choice = e & work[5] ^ ~e & work[6]
      let majority = a & work[1] ^ a & work[2] ^ work[1] & work[2]
      let first =
        work[7] &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ choice &+ constants[index]
        &+ schedule[index]
      let second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ majority
      work = [first &+ second] + work[0..<3] + [work[3] &+ first] + work[4..<7]
    }
    state = zip(state, work).map { $0 &+ $1 }
  }
}
