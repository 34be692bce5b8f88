import ArgumentParser
import MissionModel

/// The flags of `dispatch` and `run`: one for each field of a request.
struct DispatchOptions: ParsableArguments {
  @Option(
    name: [.customLong("vp"), .customLong("vp-id")],
    help: ArgumentHelp("The VP that is to execute the mission.", valueName: "id"), completion: .vps)
  var vpID: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What to do; '-' reads it from standard input.", valueName: "text"))
  var objective: String?

  @Option(
    help: ArgumentHelp(
      "The whole request as JSON; options replace its members.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var request: String?

  @Option(help: ArgumentHelp("The kind of mission (default: task).", valueName: "type"))
  var missionType: String?

  @Option(help: ArgumentHelp("Only one mission is made for each VP and key.", valueName: "key"))
  var idempotencyKey: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("0 to 1000000; lower runs sooner (default: 100).", valueName: "n"))
  var priority: String?

  @Option(
    help: ArgumentHelp("\(PriorityTier.sentence) (default: normal).", valueName: "tier"),
    completion: .list(PriorityTier.words))
  var priorityTier: String?

  @Option(help: ArgumentHelp("Paths and limits, as a JSON object.", valueName: "json"))
  var constraints: String?

  @Option(
    help: ArgumentHelp(
      "max_runtime_minutes, max_llm_calls, max_cost_usd, as a JSON object.", valueName: "json"))
  var budget: String?

  @Option(help: ArgumentHelp("Your own data, as a JSON object.", valueName: "json"))
  var metadata: String?

  @Option(
    help: ArgumentHelp("Don't start the mission before this time.", valueName: "time"),
    transform: TimeInput.argument)
  var notBefore: TimeInput?

  @Option(
    help: ArgumentHelp("Fail the mission if it isn't done by this time.", valueName: "time"),
    transform: TimeInput.argument)
  var deadline: TimeInput?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most attempts, 1 to 10 (default: 1).", valueName: "n"))
  var maxAttempts: String?

  @Option(
    name: [.long, .customLong("success-criterion")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A condition for success (repeatable, or a JSON list).", valueName: "text"))
  var successCriteria: [String] = []

  @Option(
    name: [.long, .customLong("required-output")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A path that must exist at the end (repeatable, or a JSON list).", valueName: "path"))
  var requiredOutputs: [String] = []

  @Option(
    help: ArgumentHelp("\(ExecutionMode.sentence) (default: sdk).", valueName: "mode"),
    completion: .list(ExecutionMode.words))
  var executionMode: String?

  @Option(help: ArgumentHelp("How the caller is answered (default: async).", valueName: "mode"))
  var replyMode: String?

  @Option(
    help: ArgumentHelp(
      "The session that dispatches; its feed gets the mission's events.", valueName: "id"))
  var sourceSessionID: String?

  @Option(help: ArgumentHelp("The turn of that session.", valueName: "id"))
  var sourceTurnID: String?

  @Option(help: ArgumentHelp("The caller's run.", valueName: "id"))
  var runID: String?

  @Option(help: ArgumentHelp("The caller's task.", valueName: "id"))
  var taskID: String?

  @Option(help: ArgumentHelp("The caller's trace.", valueName: "id"))
  var traceID: String?

  func validate() throws { try PathInput.check(["--request": request]) }
}
