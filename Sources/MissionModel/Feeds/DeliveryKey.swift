import EventLog

/// The key of a delivery: an event of a source, told by its leaf from an event that had its
/// position in another history.
package struct DeliveryKey: Hashable, Sendable {
  /// The source.
  package var ledger: String
  /// The event's position there.
  package var position: Int64
  /// The first eight bytes of its leaf's hash.
  package var leaf: Int64

  /// Makes a key from columns.
  package init(ledger: String, position: Int64, leaf: Int64) {
    self.ledger = ledger
    self.position = position
    self.leaf = leaf
  }

  /// The key of a marked event.
  package init(_ mark: SourceMark) {
    self.init(
      ledger: mark.event.ledger, position: mark.event.position,
      leaf: Int64(bitPattern: UInt64(mark.leaf.prefix(16), radix: 16) ?? 0))
  }
}
