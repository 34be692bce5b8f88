package import MissionControl

/// What a call works on, and on whose behalf.
package struct ToolContext: Sendable {
  /// The home's lanes.
  package let fleet: Fleet
  /// Who calls, and what the call belongs to.
  package var call: CallContext
  /// How the door wants tools to behave.
  package var rules: DoorRules

  /// Makes a context.
  package init(fleet: Fleet, call: CallContext, rules: DoorRules = .none) {
    self.fleet = fleet
    self.call = call
    self.rules = rules
  }

  /// The context in which every question is answered as of a moment (a time, `LEDGER:POSITION`, or
  /// a cursor); this one where there is none.
  ///
  /// - Throws: `validation_error` for a text that names no moment.
  package func asOf(_ moment: String?) async throws -> ToolContext {
    guard let moment else { return self }
    let past = try await fleet.asOf(try Moment(moment, known: fleet.ledgerNames))
    return ToolContext(fleet: past, call: call, rules: rules)
  }
}
