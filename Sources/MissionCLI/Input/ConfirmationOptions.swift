import ArgumentParser
import MissionModel

/// The options of a command that acts on several missions: `--yes` and `--dry-run`.
struct ConfirmationOptions: ParsableArguments {
  @Flag(name: [.long, .customShort("y")], help: "Don't ask before acting on several missions.")
  var yes = false

  @Flag(help: "Show what would be done; change nothing.")
  var dryRun = false

  /// Asks before more than one mission is acted on: on a terminal the person, elsewhere for `--yes`.
  func confirm(_ verb: String, _ ids: [String], _ invocation: Invocation) throws {
    guard ids.count > 1, !yes, !dryRun else { return }
    let console = invocation.console
    guard console.screen.errorsAreTerminal, console.inputIsTerminal, !invocation.globals.json else {
      throw MissionError(
        .validationError,
        "This would \(verb) \(ids.count) missions: add --yes to do it, or --dry-run to see it.")
    }
    try console.out.flush()
    try console.err.write("This will \(verb) \(ids.count) missions. Go on? [y/N] ")
    try console.err.flush()
    let answer = console.readLine()?.filter { !$0.isWhitespace }.lowercased()
    guard answer == "y" || answer == "yes" else {
      throw MissionError(.validationError, "Not confirmed: nothing was changed.")
    }
  }
}
