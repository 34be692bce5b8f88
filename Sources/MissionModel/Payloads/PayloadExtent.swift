/// How much of a payload is read.
package enum PayloadExtent: Hashable, Sendable {
  /// All of it.
  case whole
  /// What rows are folded from: the large parts that no row has are left out, and not looked at.
  case folded
}
