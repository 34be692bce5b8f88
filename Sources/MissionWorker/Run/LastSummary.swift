/// What was said last of a command's progress: by its output, recorded or not, or by another process in its name.
///
/// What the fleet shows is another's word only while nothing that the output said is on its way: that is recorded later,
/// and so is the last word. What it shows without a word in it is none.
struct LastSummary: Sendable {
  /// The summary; nil where there is none.
  private(set) var text: String?
  /// The last that is known to have been recorded.
  private var recorded: String?
  /// How many that the output said are neither recorded nor refused.
  private var open = 0

  /// Begins where nothing was said; `before` is what an earlier attempt left, and no word of this one.
  init(before: String?) {
    recorded = before
  }

  /// Takes in a summary that the output said.
  mutating func say(_ summary: String) {
    text = summary
    open += 1
  }

  /// Takes in that the next of them was recorded, and as what; nil where it was refused.
  mutating func settle(as summary: String?) {
    open -= 1
    // With a secret in it, it is not recorded as it was said.
    recorded = summary ?? recorded
  }

  /// Takes in what the fleet shows by now.
  mutating func see(_ summary: String?) {
    guard open == 0, let summary, !summary.isBlank, summary != recorded else { return }
    text = summary
    recorded = summary
  }
}
