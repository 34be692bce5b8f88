import ArgumentParser
import CanonicalJSON
import MissionModel
import MissionTools
import Platform

/// `reconcile`: ends what nobody works on any more, by evidence.
struct ReconcileCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile", abstract: "End abandoned missions, based on evidence.",
    discussion: """
      A worker whose process is gone is lost, and its missions end at once. A worker that may \
      still be alive keeps its missions until it has been silent for long enough; silence is \
      never measured by wall clock. A plan is later applied exactly as it was made, or refused \
      if a mission has changed.

      Exit of --dry-run: 0 if there is nothing to do in any ledger, 1 if there is or if a ledger \
      can't be read.

      Examples:
        missionlog reconcile --dry-run
        missionlog reconcile --plan plan.json
        missionlog reconcile --apply plan.json
      """)

  @Flag(help: "Show what would be done; write nothing.") var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Write what would be done to a new file; change no ledger.", valueName: "file"),
    completion: .file())
  var plan: String?

  @Option(
    help: ArgumentHelp("Do exactly what this plan says.", valueName: "file"), completion: .file())
  var apply: String?

  @Option(
    help: ArgumentHelp(
      "Watch for this long, at most 1h, for reports from workers that may or may not be alive.",
      valueName: "seconds"), transform: DurationInput.argument)
  var observe: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    if let plan { try PathInput.checkIsNew(plan, field: "plan") }
    let answer = try await find(at: place)
    if let plan {
      try PathInput.checkIsNew(plan, field: "plan")
      guard let file = try JSONObject(answer.json)["plan"] else {
        throw MissionError(.unavailable, "the server's answer has no plan")
      }
      try Self.write(file.bytes + [UInt8(ascii: "\n")], to: plan)
    }
    let exit = dryRun ? try answer.exit(finding: ReconcilePage.isFinding) : .success
    return try place.invocation.showPage(answer, exit: exit) { answer, page in
      try ReconcilePage(answer: answer, page: page).write()
      if let plan {
        try page.line("the plan is in \(plan); reconcile --apply \(plan) carries it out")
      }
    }
  }

  /// Reconciles as the options say, and returns the answer.
  private func find(at place: some Workplace) async throws -> any ToolAnswer {
    if let apply {
      let file = try FileInput.file(apply, limit: ReconcilePlan.maximumFileBytes)
      return try await place.either(
        home: { try await ReconcileFleet(.apply(try ReconcilePlan(file: file))).answer($0.tools) },
        server: { server in
          let text = String(decoding: file, as: UTF8.self)
          return try await server.post(
            "reconcile", ["plan": try JSONInput.value(of: text, option: "apply")])
        })
    }
    let mode: ReconcileFleet.Mode = plan != nil ? .plan : dryRun ? .dryRun : .act
    let seconds = try watchedSeconds(place.invocation)
    return try await place.either(
      home: { try await ReconcileFleet(mode, observeSeconds: seconds).answer($0.tools) },
      server: { server in
        try await server.post(
          "reconcile",
          [
            "dry_run": mode == .act ? nil : JSONInput.literal("true"),
            "observe_seconds": seconds > 0 ? JSONInput.number(seconds) : nil,
          ], wait: seconds)
      })
  }

  /// The number of seconds to watch; says why there is no answer yet.
  private func watchedSeconds(_ invocation: Invocation) throws -> Double {
    guard let seconds = observe?.seconds, seconds > 0 else { return 0 }
    try ReconcileFleet.observe.check(seconds)
    invocation.note("watching for \(DurationText.text(seconds: seconds)) …")
    return seconds
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    do throws(PlatformError) {
      try FileSystem.writeAtomically(bytes, to: path)
    } catch {
      throw MissionError(unwritable: path, error)
    }
  }

  func validate() throws {
    try PathInput.check(["--plan": plan, "--apply": apply])
    let given = [dryRun, plan != nil, apply != nil].count { $0 }
    guard given <= 1 else {
      throw ValidationError("--dry-run, --plan and --apply can't be combined.")
    }
    if apply != nil, observe != nil {
      throw ValidationError("--apply can't be combined with --observe.")
    }
  }
}
