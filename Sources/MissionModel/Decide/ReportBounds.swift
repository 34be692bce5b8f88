/// The bounds of a worker's reports on its way, by whatever door they come.
package enum ReportBounds {
  /// Bytes of a progress report's summary.
  package static let summary = 1...65_536
  /// The percentage done.
  package static let percent = 0.0...100.0
  /// Bytes of an artifact's path.
  package static let path = 1...4_096
  /// Bytes of a question.
  package static let question = 1...65_536
  /// The number of answers that a question offers.
  package static let options = 0...100
  /// Bytes of the planned way, and of the one taken instead.
  package static let way = 1...1_024
  /// Bytes of the reason for taking another way.
  package static let reason = 1...4_096
}
