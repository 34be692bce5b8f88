package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `bridge cursor`: tells the bridge where to go on in a source.
package struct MoveBridgeCursor: FleetRequest {
  package static let summary = "Sets where the bridge continues in a ledger."

  static let action = Parameter(
    "action", .choice(["set", "reset_to_latest", "reset_to_zero"]), required: true,
    "Where the bridge continues: after position, after the last event, or at the first.")
  static let position = Parameter(
    "position", .place, "For set: the bridge continues after this position.")
  static let dryRun = Parameter(
    "dry_run", .boolean, standard: "false", "Whether only to answer the moves, appending nothing.")
  package static let parameters = [action, position, .ledger, dryRun]

  /// Where to go on.
  private let target: CursorTarget
  /// The source; nil for all of them.
  private let ledger: String?
  /// Whether the moves are told and not made.
  private let isRehearsal: Bool

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try Self.target(arguments)
    ledger = try arguments.text(.ledger)
    isRehearsal = try arguments.flag(Self.dryRun) ?? false
  }

  private static func target(_ arguments: Arguments) throws(MissionError) -> CursorTarget {
    let word = try arguments.requiredText(action)
    try action.check(word)
    switch word {
    case "reset_to_latest": return .latest
    case "reset_to_zero": return .zero
    default:
      guard let place = try arguments.integer(position) else {
        throw .validation("set needs a position", field: "position")
      }
      return .position(Int64(place))
    }
  }

  package func check() throws(MissionError) {
    guard case .position(let position) = target else { return }
    try Self.position.check(Int(position))
    guard ledger != nil else {
      throw .validation("set needs the ledger whose cursor it moves", field: "ledger")
    }
  }

  package func perform(_ context: ToolContext) async throws -> CursorAnswer {
    let (moves, warnings) = try await context.fleet.moveCursor(
      to: target, of: ledger, isRehearsal: isRehearsal, context.call)
    return CursorAnswer(
      isRehearsal: isRehearsal, moves: moves,
      warnings: context.fleet.configuration.warnings + warnings)
  }
}

/// What `bridge cursor` answers.
package struct CursorAnswer: DescribedAnswer {
  package static let fields = [
    Field("dry_run", .boolean, "True where nothing was moved.", optional: true),
    Field("moved", .list(.anyObject), "The moves, made or rehearsed."),
  ]

  /// Whether the moves are told and not made.
  package let isRehearsal: Bool
  /// The moves, by ledger.
  package let moves: [BridgeCursorMoved]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    if isRehearsal { writer.field("dry_run", true) }
    writer.field("moved", moves.map(Move.init))
  }

  private struct Move: JSONWritable {
    let move: BridgeCursorMoved

    func write(into writer: inout JSONWriter) { writer.object { move.writeMove(into: &$0) } }
  }
}
