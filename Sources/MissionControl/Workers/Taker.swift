/// A worker that takes the mission of a dispatch in the same transaction, before any other can.
package struct Taker: Sendable {
  /// What it asks for; the mission is the one that is dispatched.
  let claim: ClaimRequest
  /// On whose behalf it claims.
  let call: CallContext

  /// Makes the taker by a claim that names no mission.
  package init(_ claim: ClaimRequest, _ call: CallContext) {
    self.claim = claim
    self.call = call
  }
}
