/// How much of a payload is read.
package enum PayloadExtent: Hashable, Sendable {
  /// All of it.
  case whole
  /// The parts that rows are folded from; large parts that no row holds are skipped unread.
  case folded
}
