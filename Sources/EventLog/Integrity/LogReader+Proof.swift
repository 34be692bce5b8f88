import EventLogSQLite
import Platform

extension LogReader {
  /// The log's root at a position; at the head, if none is given.
  ///
  /// It costs a few hashes that are kept, and the reading of at most 15 events.
  public func root(at position: Int64? = nil) throws(LogError) -> LogRoot {
    if isSealed {
      let root = try sealedRoot()
      guard position ?? root.size == root.size else {
        throw LogError(
          .notFound, "only the root of \(root.size) events of ledger \(ledger) is sealed here")
      }
      return root
    }
    let size = position ?? head
    guard size >= 0, size <= head else {
      throw LogError(.notFound, "ledger \(ledger) has no position \(size): its head is \(head)")
    }
    let frontier = try rows.frontier(at: size)
    return LogRoot(ledger: ledger, size: size, hash: frontier.root.bytes)
  }

  /// The line of an event in an export: the leaf's object with `payload` and `payload_salt`.
  public func exportLine(at position: Int64) throws(LogError) -> [UInt8]? {
    var found = try range(after: position - 1, through: position)
    return try found.next() ? try rows.exportLine(found.query) : nil
  }

  /// Hands the export line of each event of a range to `body`, by position.
  public func exportLines(
    after position: Int64 = 0, through last: Int64? = nil, _ body: ([UInt8]) throws -> Void
  ) throws {
    var found = try range(after: position, through: last)
    defer { found.query.reset() }
    while try found.next() { try body(rows.exportLine(found.query)) }
  }
}
