/// The bounds of what a worker reports on its way, whatever it reports it by.
package enum ReportBounds {
  /// Bytes of the summary of a progress.
  package static let summary = 1...65_536
  /// How much is done, of 100.
  package static let percent = 0.0...100.0
  /// Bytes of an artifact's path.
  package static let path = 1...4_096
  /// Bytes of a question.
  package static let question = 1...65_536
  /// How many answers a question has to choose from.
  package static let options = 0...100
  /// Bytes of the way that was to be taken, and of the one that is.
  package static let way = 1...1_024
  /// Bytes of why another way is taken.
  package static let reason = 1...4_096
}
