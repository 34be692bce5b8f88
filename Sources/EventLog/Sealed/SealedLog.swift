import Platform

/// Some events of a log that is elsewhere, each proved to lie in it: a log can be opened from them
/// without its file.
///
/// Its maker has checked the proofs, and the versions as far as streams are whole. Positions and
/// versions are the log's own, so there are gaps between them.
package struct SealedLog: Sendable {
  /// The ledger's name.
  package let ledger: String
  /// The log's lineage: 16 bytes in hexadecimal.
  package let lineage: String
  /// The root under which the events were proved to lie, with how many events it covers.
  package let root: LogRoot
  /// The events, by position.
  package let events: [ExportLine]

  /// Makes a sealed log.
  package init(ledger: String, lineage: String, root: LogRoot, events: [ExportLine]) {
    self.ledger = ledger
    self.lineage = lineage
    self.root = root
    self.events = events
  }
}

extension LogRoot {
  /// Makes a root from its written form; nil if `hex` is no hash.
  package init?(ledger: String, size: Int64, hex: String) {
    guard size >= 0, let hash = [UInt8](hex: hex), hash.count == 32 else { return nil }
    self.init(ledger: ledger, size: size, hash: hash)
  }

  /// Says what can't be checked in a log of which only `count` events are here; nil if those are
  /// all.
  package func leftOut(holding count: Int64) -> String? {
    guard count < size else { return nil }
    return
      "events left out: \(size - count) (a stream as a whole, the last of one, or any of one held in part may be among them)"
  }
}
