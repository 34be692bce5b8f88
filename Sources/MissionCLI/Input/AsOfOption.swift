import ArgumentParser
import Platform

/// The past moment that a reading command answers as of.
struct AsOfOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show what was known then: a time, 2h (ago), 14:05, or a log position (vp:913).",
      valueName: "moment"))
  var asOf: String?

  /// Refuses to watch a moment that can't change any more.
  func check(watch: Bool) throws(ValidationError) {
    guard watch, asOf != nil else { return }
    throw ValidationError(
      "--watch shows the present: leave it out with --as-of.")
  }

  /// The option again, so that a hint asks about the same moment; a length of time becomes the
  /// moment it stands for.
  func words(_ invocation: Invocation) -> [String] {
    moment(invocation).map { ["--as-of", $0] } ?? []
  }

  /// The moment in the form that a fleet or a server takes.
  func moment(_ invocation: Invocation) -> String? {
    asOf.map { text in TimeInput(text).map { $0.past(invocation.time).description } ?? text }
  }
}
