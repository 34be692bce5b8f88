import ArgumentParser

/// The missions of a command that acts on one or several, as they were typed.
struct MissionsArgument: ParsableArguments {
  @Argument(
    help: "The missions; '-' reads them from standard input, one id per line.",
    completion: .missions)
  var ids: [String]
}
