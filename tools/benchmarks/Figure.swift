/// What one case measured.
struct Figure {
  /// How many things were done in the time.
  var count: Int
  /// The time that they took.
  var seconds: Double
  /// The median of one of them in microseconds, where each was timed.
  var medianMicroseconds: Double?
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

  /// The figure as one JSON object on one line.
  var json: String {
    var fields = [
      "\"rows\":\(count)", "\"seconds\":\(seconds)",
      "\"per_second\":\(seconds > 0 ? Double(count) / seconds : 0)",
    ]
    if let medianMicroseconds { fields.append("\"p50_us\":\(medianMicroseconds)") }
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
