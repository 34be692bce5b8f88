/// How a fold goes through the log; the rows are the same whatever it is.
struct FoldPace: Sendable {
  /// Threads that decode and, one at a time, fold and write.
  var threads: Int64 = 2
  /// Events of a chunk.
  var chunk: Int64 = 512
  /// Chunks that are decoded before their turn to be folded, at most.
  var ahead: Int64 = 8
  /// Rows of a projection that stay in memory in any case.
  var heldRows = 4_096
  /// Events for which a row stays in memory after the last one that moved it.
  var idleEvents: Int64 = 8_192

  /// The pace of a rebuild.
  static let standard = FoldPace()
}
