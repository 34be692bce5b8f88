/// The last summary of a command's progress: from its output, recorded or not, or from another
/// process in its name.
///
/// The fleet's summary counts as another's only while no summary of the output is on its way: that
/// will be recorded later, and so be the last. A blank summary of the fleet doesn't count.
struct LastSummary: Sendable {
  /// The summary; nil where there is none.
  private(set) var text: String?
  /// The last one that is known to be recorded.
  private var recorded: String?
  /// How many of the output's are neither recorded nor refused.
  private var open = 0

  /// Begins without a summary; `before` is an earlier attempt's, not this one's.
  init(before: String?) {
    recorded = before
  }

  /// Takes a summary of the output.
  mutating func say(_ summary: String) {
    text = summary
    open += 1
  }

  /// Takes the recorded form of the next of them; nil where it was refused.
  mutating func settle(as summary: String?) {
    open -= 1
    // The recorded form differs if there was a secret in it.
    recorded = summary ?? recorded
  }

  /// Takes the fleet's present summary.
  mutating func see(_ summary: String?) {
    guard open == 0, let summary, !summary.isBlank, summary != recorded else { return }
    text = summary
    recorded = summary
  }
}
