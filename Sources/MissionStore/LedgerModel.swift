package import EventProjections
package import MissionModel

/// A program's understanding of ledgers: the shapes of events that it knows, and the projections
/// that it folds them into.
///
/// A build has one; it is handed in, so that a later build's understanding of today's ledgers can
/// be tried today.
package struct LedgerModel: Sendable {
  /// The steps by which payloads of older shapes are read.
  package let upcasting: Upcasting
  /// The projections of every ledger that holds missions.
  package let missions: ProjectionSet
  /// The projections of the runtime ledger.
  package let runtime: ProjectionSet

  /// The model of this build.
  package static let current = LedgerModel(.current)

  /// Makes a model; its mission projections lie in the tables that mission queries know.
  package init(
    _ upcasting: Upcasting,
    missions: [AnyProjection<DecodedEvent>] = MissionProjections.list,
    runtime: [AnyProjection<DecodedEvent>] = RuntimeProjections.list
  ) {
    self.upcasting = upcasting
    let decoder = LedgerDecoder(upcasting)
    self.missions = ProjectionSet(missions, decoder: decoder)
    self.runtime = ProjectionSet(runtime, decoder: decoder)
  }
}
