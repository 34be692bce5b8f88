import ArgumentParser
import CanonicalJSON

/// The cost of the work, for a report: `--usage`.
struct UsageOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("runtime_seconds, llm_calls, cost_usd so far, as JSON.", valueName: "json"))
  var usage: String?

  /// The member of the report; a text that is not JSON stays one, and its receiver refuses it.
  var member: JSONText? { usage.map(JSONInput.literal) }
}
