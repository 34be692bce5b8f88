/// A builder of a dictionary from the text that payloads have in common.
///
/// It counts in how many payloads each run of eight bytes occurs, cuts the payloads into stretches,
/// and takes from each the segment with the most common runs, each run counted once. The best
/// segments come last, where LZ4 still reaches them at the end of a long payload. The same payloads
/// give the same bytes.
struct DictionaryBuilder {
  /// The bytes of a run.
  private static let run = 8
  /// The most counters, as a power of two; runs that share a counter are counted together.
  private static let mostPlaces = 22

  private let bytes: [UInt8]
  /// The counter of the run that ends at each byte; -1 where none does.
  private var place: [Int32]
  private var counts: [UInt32]

  /// Counts the runs of payloads.
  init(_ payloads: [[UInt8]]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payloads.reduce(0) { $0 + $1.count })
    var place: [Int32] = []
    place.reserveCapacity(bytes.capacity)
    // Twice as many counters as bytes, up to the limit.
    var power = 12
    while power < Self.mostPlaces, 1 << power < 2 * bytes.capacity { power += 1 }
    var counts = [UInt32](repeating: 0, count: 1 << power)
    var seenIn = counts
    for (index, payload) in payloads.enumerated() {
      var value: UInt64 = 0
      for (offset, byte) in payload.enumerated() {
        value = value << 8 | UInt64(byte)
        guard offset >= Self.run - 1 else {
          place.append(-1)
          continue
        }
        let hash = Int(truncatingIfNeeded: (value &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - power))
        place.append(Int32(truncatingIfNeeded: hash))
        if seenIn[hash] != UInt32(index + 1) {
          seenIn[hash] = UInt32(index + 1)
          counts[hash] += 1
        }
      }
      bytes += payload
    }
    self.bytes = bytes
    self.place = place
    self.counts = counts
  }

  /// The dictionary, of at most `size` bytes, in segments of `segment` bytes.
  func dictionary(size: Int, segment: Int) -> [UInt8] {
    var counts = counts
    var inWindow = [UInt16](repeating: 0, count: counts.count)
    let stretches = max(1, min(size / segment, bytes.count / segment))
    let length = bytes.count / stretches
    guard length >= segment else { return Array(bytes.suffix(size)) }
    var chosen: [(score: UInt64, start: Int)] = []
    for stretch in 0..<stretches {
      let range = (stretch * length)..<((stretch + 1) * length)
      let best = best(in: range, segment, counts, &inWindow)
      guard best.score > 0 else { continue }
      chosen.append(best)
      // A run that one segment has is worth nothing in another.
      for index in best.start..<(best.start + segment) where place[index] >= 0 {
        counts[Int(place[index])] = 0
      }
    }
    chosen.sort { ($0.score, $0.start) < ($1.score, $1.start) }
    return Array(chosen.flatMap { bytes[$0.start..<($0.start + segment)] }.suffix(size))
  }

  /// The segment of a stretch with the highest sum of its runs' counts.
  private func best(
    in range: Range<Int>, _ segment: Int, _ counts: [UInt32], _ inWindow: inout [UInt16]
  ) -> (score: UInt64, start: Int) {
    var (score, best) = (UInt64(0), (score: UInt64(0), start: range.lowerBound))
    for end in range {
      if place[end] >= 0 {
        let run = Int(place[end])
        if inWindow[run] == 0 { score += Self.worth(counts[run]) }
        inWindow[run] += 1
      }
      let first = end - segment
      if first >= range.lowerBound, place[first] >= 0 {
        let run = Int(place[first])
        inWindow[run] -= 1
        if inWindow[run] == 0 { score -= Self.worth(counts[run]) }
      }
      if score > best.score, end + 1 - segment >= range.lowerBound {
        best = (score, end + 1 - segment)
      }
    }
    for end in range.suffix(segment) where place[end] >= 0 { inWindow[Int(place[end])] = 0 }
    return best
  }

  /// The worth of a run that `count` payloads have: a run of only one helps no other.
  private static func worth(_ count: UInt32) -> UInt64 { count < 2 ? 0 : UInt64(count) }
}
