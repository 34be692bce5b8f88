package import MissionControl
import MissionModel

/// What a call works on, and on whose behalf.
package struct ToolContext: Sendable {
  /// The home's lanes.
  package let fleet: Fleet
  /// Who calls, and what the call belongs to.
  package let call: CallContext

  /// Makes a context.
  package init(fleet: Fleet, call: CallContext) {
    self.fleet = fleet
    self.call = call
  }

  /// The context in which every question is answered as of a moment (a time, `LEDGER:POSITION`, or a cursor); this one
  /// where there is none.
  ///
  /// - Throws: `validation_error` for what names no moment.
  package func asOf(_ moment: String?) async throws -> ToolContext {
    guard let moment else { return self }
    let past = try await fleet.asOf(try Moment(moment, known: fleet.ledgerNames))
    return ToolContext(fleet: past, call: call)
  }
}
