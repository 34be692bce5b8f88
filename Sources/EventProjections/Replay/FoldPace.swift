/// The resources of a fold through the log; the rows don't depend on them.
struct FoldPace: Sendable {
  /// The number of threads, which decode and, one at a time, fold and write.
  var threads: Int64 = 2
  /// The number of events in a chunk.
  var chunk: Int64 = 512
  /// The most chunks that are decoded before their turn to be folded.
  var ahead: Int64 = 8
  /// The number of a projection's rows that stay in memory in any case.
  var heldRows = 4_096
  /// How many events a row stays in memory after the last one that changed it.
  var idleEvents: Int64 = 8_192

  /// The pace of a rebuild.
  static let standard = FoldPace()
}
