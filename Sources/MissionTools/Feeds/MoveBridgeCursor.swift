package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `bridge cursor`: tells the bridge where to go on in a source.
package struct MoveBridgeCursor: Sendable {
  package static let position = Parameter(
    "position", .place, "For set: the position after which to go on.")

  /// Where to go on.
  package var target: CursorTarget
  /// The source; nil for all of them.
  package var ledger: String?

  package init(_ target: CursorTarget, ledger: String? = nil) {
    self.target = target
    self.ledger = ledger
  }

  /// Moves the cursor.
  package func answer(_ context: ToolContext) async throws -> CursorAnswer {
    if case .position(let position) = target {
      try Self.position.check(Int(position))
      guard ledger != nil else {
        throw MissionError.validation("set wants the ledger whose cursor it moves", field: "ledger")
      }
    }
    let (moves, warnings) = try await context.fleet.moveCursor(
      to: target, of: ledger, context.call)
    return CursorAnswer(moves: moves, warnings: warnings)
  }
}

/// What `bridge cursor` answers.
package struct CursorAnswer: DescribedAnswer {
  package static let fields = [Field("moved", .list(.anyObject))]

  /// The moves, by ledger.
  package let moves: [BridgeCursorMoved]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("moved", moves.map(Move.init))
  }

  private struct Move: JSONWritable {
    let move: BridgeCursorMoved

    func write(into writer: inout JSONWriter) { writer.object { move.writeMove(into: &$0) } }
  }
}
