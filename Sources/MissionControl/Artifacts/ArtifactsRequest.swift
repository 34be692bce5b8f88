/// What is wanted of a mission's files.
package struct ArtifactsRequest: Hashable, Sendable {
  /// The most files that are listed with what they hold.
  package var maxFiles = 20
  /// The most bytes of text in the answer.
  package var maxBytes = 16_000
  /// One file of which the text is wanted.
  package var path: String?
  /// Where its text begins; a negative one counts from the end.
  package var offset: Int64 = 0

  package init() {}
}
