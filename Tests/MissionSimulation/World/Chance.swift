import MissionTesting

/// Chance for one thing of a simulated world: the same for the same seed, whatever else happens in
/// it.
///
/// Each thing (a job, an attempt, a retry of a call) draws from a source of its own, so that a
/// world from which a stimulus was taken away is otherwise the same.
struct Chance {
  private var generator: SeededGenerator

  /// The chance of the thing that `parts` name in the world of a seed.
  init(_ seed: UInt64, _ parts: Int...) {
    var mixed = SeededGenerator(seed: seed)
    var state = mixed.next()
    for part in parts {
      mixed = SeededGenerator(seed: state ^ UInt64(bitPattern: Int64(part)))
      state = mixed.next()
    }
    generator = SeededGenerator(seed: state)
  }

  /// A whole number in a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    let width = UInt64(range.upperBound - range.lowerBound + 1)
    return range.lowerBound + Int(generator.next() % width)
  }

  /// True in so many of a hundred cases.
  mutating func happens(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of some values.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }

  /// A time in a range of seconds, in microseconds.
  mutating func time(_ range: ClosedRange<Double>) -> Int64 {
    let micros = number(Int(range.lowerBound * 1_000)...Int(range.upperBound * 1_000))
    return Int64(micros) * 1_000
  }
}
