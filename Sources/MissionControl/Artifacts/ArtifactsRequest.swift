/// A question about a mission's files.
package struct ArtifactsRequest: Hashable, Sendable {
  /// The most files that are listed in full.
  package var maxFiles = 20
  /// The most bytes of text in the answer.
  package var maxBytes = 16_000
  /// The one file whose text is wanted; nil for none.
  package var path: String?
  /// The byte at which its text begins; a negative one counts from the end.
  package var offset: Int64 = 0

  package init() {}
}
