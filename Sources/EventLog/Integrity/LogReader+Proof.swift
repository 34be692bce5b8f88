import EventLogSQLite
import Platform

extension LogReader {
  /// The log's root at a position; at the head, if none is given.
  ///
  /// It is computed from the hashes that each append has stored in two places, which are compared:
  /// the nodes beside the events, and one hash for each 256 of them. Only `verify` recomputes these
  /// from the events. The cost is the reading of these hashes and of at most 255 events.
  ///
  /// - Throws: `corrupt` if the two disagree, or an event that is read isn't what was appended.
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
    guard try frontierOfSubtrees(at: size).root == frontier.root else {
      throw LogError(
        .corrupt,
        "ledger \(ledger) keeps hashes of its first \(size) events that disagree: its root can't be told; "
          + "verify names the first that is wrong")
    }
    return LogRoot(ledger: ledger, size: size, hash: frontier.root.bytes)
  }

  /// The tree as its subtrees' hashes give it, with the events beyond them.
  private func frontierOfSubtrees(at size: Int64) throws(LogError) -> MerkleFrontier {
    var frontier = MerkleFrontier()
    for hash in try subtreeHashes(size / MerkleFrontier.subtreeSize) {
      frontier.append(subtree: hash)
    }
    var rest = try range(after: frontier.size, through: size)
    defer { rest.query.reset() }
    while try rest.next() { frontier.append(try rows.checkedLeaf(rest.query)) }
    return frontier
  }

  /// The line of an event in an export: the leaf's object with `payload` and `payload_salt`; nil
  /// beyond the head.
  public func exportLine(at position: Int64) throws(LogError) -> [UInt8]? {
    guard var found = try row(at: position) else { return nil }
    defer { found.query.reset() }
    return try found.next() ? try rows.exportLine(found.query) : nil
  }
}
