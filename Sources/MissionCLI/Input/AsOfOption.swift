import ArgumentParser
import MissionControl
import MissionReplay
import MissionTools
import Platform

/// The past moment that a reading command answers as of.
struct AsOfOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What was known then: a time, 2h (ago), 14:05, or a place in the log (vp:913).",
      valueName: "moment"))
  var asOf: String?

  /// What a command works on as of that moment, and its invocation whose clock stands there.
  func context(_ invocation: Invocation) async throws -> (Invocation, ToolContext) {
    let tools = try invocation.tools()
    guard let asOf else { return (invocation, tools) }
    let past = try await tools.asOf(
      TimeInput(asOf).map { $0.past(invocation.time).description } ?? asOf)
    var then = invocation
    then.moment = past.fleet.now
    if !invocation.globals.json {
      invocation.note("as of \(invocation.time.face.full(past.fleet.now))")
    }
    return (then, past)
  }
}
