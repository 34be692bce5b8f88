/// A worker that takes a dispatch's mission in the same transaction, before any other can.
package struct Taker: Sendable {
  /// Its claim, for the mission that is dispatched.
  let claim: ClaimRequest
  /// The caller on whose behalf it claims.
  let call: CallContext

  /// Makes the taker of a claim that names no mission.
  package init(_ claim: ClaimRequest, _ call: CallContext) {
    self.claim = claim
    self.call = call
  }
}
