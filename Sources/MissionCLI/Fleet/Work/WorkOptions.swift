import ArgumentParser

/// The options of every report of a worker: the mission, and its fencing token.
struct WorkOptions: ParsableArguments {
  @Argument(help: "The mission.", completion: .missions) var id: String

  @Option(help: ArgumentHelp("The worker.", valueName: "id")) var workerID: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The attempt number that the claim returned.", valueName: "n"))
  var attempt: Int
}
