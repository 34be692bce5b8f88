import ArgumentParser
import MissionModel
import MissionTools
import Platform

/// `reconcile`: ends what nobody works on any more, by evidence.
struct ReconcileCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "reconcile", abstract: "End what nobody works on any more, by evidence.",
    discussion: """
      A worker whose process is gone is lost, and its missions end at once. Whoever may still live keeps its mission \
      until it was silent for long enough, by no wall clock. A plan is appended later exactly as it was made, or \
      refused where a mission has moved.

      Exit of --dry-run: 0 when there is nothing to do in any ledger, else 1, as where one could not be read.

      Examples:
        missionlog reconcile --dry-run
        missionlog reconcile --plan plan.json
        missionlog reconcile --apply plan.json
      """)

  @Flag(help: "Show what would be done; nothing is written.") var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Write what would be done to a file; no ledger is written.", valueName: "file"),
    completion: .file())
  var plan: String?

  @Option(
    help: ArgumentHelp("Do exactly what a plan says.", valueName: "file"), completion: .file())
  var apply: String?

  @Option(
    help: ArgumentHelp(
      "Watch for so long, at most 1h, for a word of workers of whom nothing else tells whether they live.",
      valueName: "seconds"), transform: DurationInput.argument)
  var observe: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    if let apply {
      let bytes = try Self.read(apply)
      let answer = try await ReconcileFleet(.apply(try ReconcilePlan(file: bytes))).answer(tools)
      return try show(answer, invocation)
    }
    let mode: ReconcileFleet.Mode = plan != nil ? .plan : dryRun ? .dryRun : .act
    let seconds = try watchedSeconds(invocation)
    let answer = try await ReconcileFleet(mode, observeSeconds: seconds).answer(tools)
    if let plan { try Self.write(answer.plan.file, to: plan) }
    return try show(answer, invocation)
  }

  /// For how long to watch; says why nothing is answered yet.
  func watchedSeconds(_ invocation: Invocation) throws -> Double {
    guard let seconds = observe?.seconds, seconds > 0 else { return 0 }
    try ReconcileFleet.observe.check(seconds)
    invocation.note("watching for \(DurationText.text(seconds: seconds)) …")
    return seconds
  }

  /// Prints what was found.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    let found = try dryRun && ReconcilePage.foundSomething(JSONObject(answer.json))
    return try invocation.showPage(answer, exit: found ? .found : .success) { answer, page in
      try ReconcilePage(answer: answer, page: page).write()
      if let plan { try page.line("the plan is in \(plan); reconcile --apply \(plan) does it") }
    }
  }

  static func read(_ path: String) throws -> [UInt8] {
    do throws(PlatformError) {
      return try FileSystem.read(path, limit: 256 << 20)
    } catch {
      throw MissionError(.notFound, "the plan \(path) can't be read: \(error)")
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    do throws(PlatformError) {
      try FileSystem.writeAtomically(bytes, to: path)
    } catch {
      throw MissionError(.validationError, "the plan can't be written to \(path): \(error)")
    }
  }

  func validate() throws {
    try PathInput.check(["--plan": plan, "--apply": apply])
    let given = [dryRun, plan != nil, apply != nil].count { $0 }
    guard given <= 1 else {
      throw ValidationError("--dry-run, --plan and --apply exclude each other.")
    }
    if apply != nil, observe != nil { throw ValidationError("--apply observes nothing.") }
  }
}
