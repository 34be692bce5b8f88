import ArgumentParser
import MissionReplay
import MissionTools

/// `bridge cursor`: tells the bridge where to go on.
struct BridgeCursorCommand: PlacedCommand {
  /// The three ways of moving a cursor.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case set
    case resetToLatest = "reset-to-latest"
    case resetToZero = "reset-to-zero"
  }

  static let configuration = CommandConfiguration(
    commandName: "cursor", abstract: "Set where the bridge continues in a ledger.",
    discussion: """
      Events in between are skipped, or delivered again and marked as redeliveries. A ledger \
      that was replaced continues from the new position. Without --ledger, a reset moves every \
      source.

      Examples:
        missionlog bridge cursor set 120 --ledger vp
        missionlog bridge cursor reset-to-latest --dry-run
        missionlog bridge cursor reset-to-zero --ledger coder
      """)

  @Argument(help: "set, reset-to-latest or reset-to-zero.") var action: Action

  @Argument(help: "With set: the position after which to continue.") var position: Int?

  @Option(help: ArgumentHelp("The source ledger.", valueName: "name")) var ledger: String?

  @Flag(help: "Show the moves; move nothing.") var dryRun = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.answer(
      MoveBridgeCursor.self, to: .fleet(path: "bridge/cursor"),
      [
        "action": JSONInput.text(action.rawValue.replacing("-", with: "_")),
        "position": position.map(JSONInput.number),
        "ledger": ledger.map(JSONInput.text),
        "dry_run": dryRun ? JSONInput.literal("true") : nil,
      ])
    return try place.invocation.showPage(answer) { answer, page in
      for move in try answer.objects("moved") {
        let (from, to) = (try move.integer("previous"), try move.integer("target"))
        let clamped = move.flag("clamped") ? " (the ledger ends there)" : ""
        try page.line("\(try move.text("ledger"))  \(from) → \(to)\(clamped)")
      }
      if dryRun { try page.line("nothing was moved", .faint) }
    }
  }

  func validate() throws {
    switch (action, position) {
    // The parser takes a word with a leading '-' for an option, but reports that only after this
    // check.
    case (.set, nil), (.set, .some(..<0)):
      throw ValidationError("set needs a position of 0 or more.")
    case (.set, _) where ledger == nil: throw ValidationError("set needs --ledger.")
    case (.resetToLatest, .some), (.resetToZero, .some):
      throw ValidationError("\(action.rawValue) takes no position.")
    default: return
    }
  }
}
