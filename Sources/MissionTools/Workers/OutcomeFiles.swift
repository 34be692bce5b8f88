package import MissionModel

/// What a worker says of its mission's files when it ends, as the built-in worker records it: over HTTP alone, beside
/// what it says of the work.
package enum OutcomeFiles {
  private static let deliverables = Parameter(
    "deliverables", .texts(count: 0...32), standard: "[]", "Paths in the workspace, sorted.")
  private static let receipt = Parameter(
    "mission_receipt_relpath", .text(bytes: 1...4_096), "Where the receipt lies.")
  private static let marker = Parameter(
    "sync_ready_marker_relpath", .text(bytes: 1...4_096), "Where the marker lies.")

  package static let parameters = [deliverables, receipt, marker]
  /// Those of the work and those of the files.
  package static let withWords = OutcomeWords.parameters + parameters

  /// Takes them from a call into an outcome, each within its bounds.
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

  /// Takes what is said of the work and of the files, each within its bounds.
  package static func takeWithWords(
    _ arguments: Arguments, into outcome: inout MissionOutcome
  ) throws(MissionError) {
    try OutcomeWords.take(arguments, into: &outcome)
    try OutcomeWords.check(outcome)
    try take(arguments, into: &outcome)
  }
}
