/// What one case measured.
struct Figure {
  /// How many things were done in the time.
  var count: Int
  /// The time that they took.
  var seconds: Double
  /// The median of one of them in microseconds, where each was timed.
  var medianMicroseconds: Double?
  /// What 95 of 100 of them took at most, in microseconds, where each was timed.
  var percentile95Microseconds: Double?
  /// Pages that a commit wrote to the write-ahead log.
  var framesPerCommit: Double?
  /// One size divided by another.
  var ratio: Double?

  /// Times `body`, which says how many things it did.
  static func timing(_ body: () async throws -> Int) async throws -> Figure {
    let clock = ContinuousClock()
    let start = clock.now
    let count = try await body()
    return Figure(count: count, seconds: (clock.now - start).inSeconds)
  }

  /// Times each of `count` things by itself, after one that is not timed.
  static func timingEach(_ count: Int, _ body: (Int) async throws -> Void) async throws -> Figure {
    let clock = ContinuousClock()
    try await body(0)
    var taken: [Double] = []
    for number in 0..<count {
      let start = clock.now
      try await body(number)
      taken.append((clock.now - start).inSeconds * 1e6)
    }
    let sorted = taken.sorted()
    var figure = Figure(count: count, seconds: taken.reduce(0, +) / 1e6)
    figure.medianMicroseconds = sorted[count / 2]
    figure.percentile95Microseconds = sorted[min(count - 1, count * 95 / 100)]
    return figure
  }

  /// The figure as one JSON object on one line.
  var json: String {
    var fields = [
      "\"rows\":\(count)", "\"seconds\":\(seconds)",
      "\"per_second\":\(seconds > 0 ? Double(count) / seconds : 0)",
    ]
    if let medianMicroseconds { fields.append("\"p50_us\":\(medianMicroseconds)") }
    if let percentile95Microseconds { fields.append("\"p95_us\":\(percentile95Microseconds)") }
    if let framesPerCommit { fields.append("\"wal_frames_per_commit\":\(framesPerCommit)") }
    if let ratio { fields.append("\"ratio\":\(ratio)") }
    return "{" + fields.joined(separator: ",") + "}"
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
