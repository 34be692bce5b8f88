import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `bridge cursor`: tells the bridge where to go on.
struct BridgeCursor: Command {
  /// The three ways of moving a cursor.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case set
    case resetToLatest = "reset-to-latest"
    case resetToZero = "reset-to-zero"
  }

  static let configuration = CommandConfiguration(
    commandName: "cursor", abstract: "Tell the bridge where to go on in a ledger.",
    discussion: """
      What lies between is passed over, or delivered again and marked as a redelivery; a ledger that was replaced \
      goes on from there. Without --ledger, a reset moves every source.

      Examples:
        missionlog bridge cursor set 120 --ledger vp
        missionlog bridge cursor reset-to-latest
        missionlog bridge cursor reset-to-zero --ledger coder
      """)

  @Argument(help: "set, reset-to-latest or reset-to-zero.") var action: Action

  @Argument(help: "With set: the position after which to go on.") var position: Int?

  @Option(help: ArgumentHelp("The source ledger.", valueName: "name")) var ledger: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let target: CursorTarget =
      switch action {
      case .set: .position(Int64(position ?? 0))
      case .resetToLatest: .latest
      case .resetToZero: .zero
      }
    let call = MoveBridgeCursor(target, ledger: ledger)
    return try show(try await call.answer(try invocation.tools()), invocation)
  }

  /// Prints each move.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer) { answer, page in
      for move in try answer.objects("moved") {
        let (from, to) = (try move.integer("previous"), try move.integer("target"))
        let clamped = move.flag("clamped") ? " (the ledger ends there)" : ""
        try page.line("\(try move.text("ledger"))  \(from) → \(to)\(clamped)")
      }
    }
  }

  func validate() throws {
    switch (action, position) {
    case (.set, nil): throw ValidationError("set wants a position.")
    case (.set, _) where ledger == nil: throw ValidationError("set wants --ledger.")
    case (.resetToLatest, .some), (.resetToZero, .some):
      throw ValidationError("\(action.rawValue) takes no position.")
    default: return
    }
  }
}
