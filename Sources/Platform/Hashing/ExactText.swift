/// A text as its bytes are: equal to another only where these are the same.
///
/// A `String` also equals those that Unicode writes otherwise (`é` in one scalar or in two), which files, keys and
/// streams are not to be told by. It comes before another where its bytes do, in every process alike.
package struct ExactText: Hashable, Comparable, Sendable {
  /// The text.
  package let string: String

  /// Takes a text by its bytes.
  package init(_ string: String) { self.string = string }

  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.string.utf8.span.holdsSame(as: right.string.utf8.span)
  }

  package static func < (left: ExactText, right: ExactText) -> Bool {
    left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
  }

  // Texts of the same bytes are equal strings too, so that their hashes agree.
  package func hash(into hasher: inout Hasher) { hasher.combine(string) }
}
