import ArgumentParser
import CanonicalJSON

/// What a report says of the work's cost: `--usage`.
struct UsageOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("runtime_seconds, llm_calls, cost_usd so far, as JSON.", valueName: "json"))
  var usage: String?

  /// The member of the report; a text where it is no JSON, for its taker to refuse.
  var member: JSONText? { usage.map(JSONInput.literal) }
}
