/// An event's delivery into its feed: a row of the deliveries projection.
package struct Delivery: Hashable, Sendable {
  /// How often it was delivered.
  package var times: Int64
  /// The runtime ledger's position of the last delivery.
  package var position: Int64

  /// Makes a row.
  package init(times: Int64, position: Int64) {
    self.times = times
    self.position = position
  }
}
