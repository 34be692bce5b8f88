/// A text that equals another only where their bytes are the same.
///
/// A `String` also equals texts that Unicode writes otherwise (`é` in one scalar or in two); files,
/// keys and streams must be told apart by their bytes. Texts are ordered by their bytes, alike in
/// every process.
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

  // Texts with the same bytes are equal strings too, so their hashes agree.
  package func hash(into hasher: inout Hasher) { hasher.combine(string) }
}
