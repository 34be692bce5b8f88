import MissionModel

/// A worker's words on its ended work: what came of it, where it is, and what is next.
///
/// `vp_complete` takes them, and over HTTP every end of a mission does.
enum OutcomeWords {
  private static let message = Parameter(
    "message", .text(bytes: 1...MissionOutcome.mostMessageBytes), "What the result is.")
  private static let resultRef = Parameter(
    "result_ref", .text(bytes: 1...4_096), "workspace:// and the absolute folder of the work.")
  private static let nextAction = Parameter(
    "next_action", .text(bytes: 1...MissionOutcome.mostNextActionBytes),
    "What the worker would do next.")

  static let parameters = [message, resultRef, nextAction]

  /// Reads the words from a call into an outcome.
  static func take(
    _ arguments: Arguments, into outcome: inout MissionOutcome
  ) throws(MissionError) {
    outcome.message = try arguments.text(message)
    outcome.resultRef = try arguments.text(resultRef)
    outcome.nextAction = try arguments.text(nextAction)
  }

  /// - Throws: `validation_error` for a text that is too long, and for a result that is no folder.
  static func check(_ outcome: MissionOutcome) throws(MissionError) {
    try message.check(outcome.message)
    try nextAction.check(outcome.nextAction)
    guard let ref = outcome.resultRef else { return }
    try resultRef.check(ref)
    guard ResultReference.folder(of: ref)?.hasPrefix("/") == true else {
      throw MissionError(
        .validationError, "result_ref must be workspace:// and an absolute folder, not '\(ref)'")
    }
  }
}
