package import MissionModel

/// The files of an ended mission, as the built-in worker reports them; only HTTP takes these
/// parameters.
package enum OutcomeFiles {
  private static let deliverables = Parameter(
    "deliverables", .texts(count: 0...32), standard: "[]", "Paths in the workspace, sorted.")
  private static let receipt = Parameter(
    "mission_receipt_relpath", .text(bytes: 1...4_096), "Where the receipt lies.")
  private static let marker = Parameter(
    "sync_ready_marker_relpath", .text(bytes: 1...4_096), "Where the marker lies.")

  package static let parameters = [deliverables, receipt, marker]
  /// The parameters of the work and of its files.
  package static let withWords = OutcomeWords.parameters + parameters

  /// Reads the files from a call into an outcome, checking their bounds.
  package static func take(
    _ arguments: Arguments, into outcome: inout MissionOutcome
  ) throws(MissionError) {
    outcome.deliverables = (try arguments.texts(deliverables) ?? []).map(ReportArtifact.plain)
    outcome.receiptPath = try arguments.text(receipt)
    outcome.markerPath = try arguments.text(marker)
    try deliverables.check(outcome.deliverables)
    for path in outcome.deliverables where !DispatchRequest.isRelativePath(path) {
      throw .validation(
        "deliverables must be paths in the workspace, not '\(path)'", field: "deliverables")
    }
    try receipt.check(outcome.receiptPath)
    try marker.check(outcome.markerPath)
  }

  /// Reads words and files from a call into an outcome, checking their bounds.
  package static func takeWithWords(
    _ arguments: Arguments, into outcome: inout MissionOutcome
  ) throws(MissionError) {
    try OutcomeWords.take(arguments, into: &outcome)
    try OutcomeWords.check(outcome)
    try take(arguments, into: &outcome)
  }
}
