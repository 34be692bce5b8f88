/// How much of a payload is read.
package enum PayloadExtent: Hashable, Sendable {
  /// All of it.
  case whole
  /// The parts that rows are folded from; of large parts that no row holds only the kind is checked,
  /// so that whatever can be folded can also be read whole.
  case folded
}
