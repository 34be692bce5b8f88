import ArgumentParser
import MissionModel
import Platform

/// The options of a command that acts on several missions: `--yes` and `--dry-run`.
struct ConfirmationOptions: ParsableArguments {
  @Flag(name: [.long, .customShort("y")], help: "Don't ask before acting on several missions.")
  var yes = false

  @Flag(help: "Show what would be done; change nothing.")
  var dryRun = false

  /// Asks before acting on more than one mission: a person on a terminal, elsewhere for `--yes`.
  func confirm(_ verb: String, _ count: Int, _ invocation: Invocation) throws {
    guard count > 1, !yes, !dryRun else { return }
    let console = invocation.console
    guard console.screen.errorsAreTerminal, console.inputIsTerminal, !invocation.globals.json else {
      throw MissionError(
        .validationError,
        "this would \(verb) \(count) missions: add --yes to do it, or --dry-run to see it")
    }
    try console.out.flush()
    try console.err.write("This will \(verb) \(count) missions. Go on? [y/N] ")
    try console.err.flush()
    guard case .line(let line)? = console.readLine(),
      ["y", "yes"].contains(
        String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }.lowercased())
    else {
      throw MissionError(.validationError, "not confirmed: nothing was changed")
    }
  }
}
