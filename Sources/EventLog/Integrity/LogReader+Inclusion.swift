import EventLogSQLite
import Platform

extension LogReader {
  /// Proves that events lie in the log up to the snapshot's head, in the order of the given
  /// positions.
  ///
  /// Costs reading one hash for each 256 events of the log, once, and the at most 256 events around
  /// each position, also once where positions share them.
  package func inclusionProofs(of positions: [Int64]) throws(LogError) -> [InclusionProof] {
    let size = head
    var tree = SubtreeHashes(
      reader: self, size: size,
      subtrees: try subtreeHashes(size / MerkleFrontier.subtreeSize))
    var proofs: [InclusionProof] = []
    for position in positions {
      guard position >= 1, position <= size else {
        throw LogError(.notFound, "ledger \(ledger) has no position \(position)")
      }
      proofs.append(
        InclusionProof(position: position, size: size, path: try tree.path(to: position - 1)))
    }
    return proofs
  }

  /// The stored hashes of the first `count` full subtrees.
  func subtreeHashes(_ count: Int64) throws(LogError) -> [Digest] {
    let hashes = try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT number, hash FROM subtrees WHERE number <= ? ORDER BY number")
      try query.bind(count, at: 1)
      var hashes: [Digest] = []
      while try query.step() {
        guard query.int64(at: 0) == Int64(hashes.count) + 1,
          let hash = Digest(bytes: query.blob(at: 1).span)
        else { break }
        hashes.append(hash)
      }
      return hashes
    }
    guard Int64(hashes.count) == count else {
      throw LogError(.corrupt, "ledger \(ledger) lacks subtree hash \(hashes.count + 1)")
    }
    return hashes
  }
}

/// The hashes of parts of a tree, each computed once.
private struct SubtreeHashes {
  let reader: LogReader
  let size: Int64
  let subtrees: [Digest]
  private var known: [Range<Int64>: Digest] = [:]

  init(reader: LogReader, size: Int64, subtrees: [Digest]) {
    self.reader = reader
    self.size = size
    self.subtrees = subtrees
  }

  /// The hashes beside the path from a leaf up to the root.
  mutating func path(to leaf: Int64) throws(LogError) -> [Digest] {
    var part = 0..<size
    var path: [Digest] = []
    while part.count > 1 {
      let middle = Self.middle(of: part)
      let isLeft = leaf < middle
      path.append(
        try hash(of: isLeft ? middle..<part.upperBound : part.lowerBound..<middle))
      part = isLeft ? part.lowerBound..<middle : middle..<part.upperBound
    }
    return path.reversed()
  }

  private mutating func hash(of part: Range<Int64>) throws(LogError) -> Digest {
    let width = MerkleFrontier.subtreeSize
    if part.count == Int(width) { return subtrees[Int(part.lowerBound / width)] }
    if let hash = known[part] { return hash }
    guard part.count > 1 else {
      try readLeaves(of: part.lowerBound / width)
      guard let hash = known[part] else {
        throw LogError(
          .corrupt, "ledger \(reader.ledger) lacks the event at \(part.lowerBound + 1)")
      }
      return hash
    }
    let middle = Self.middle(of: part)
    let left = try hash(of: part.lowerBound..<middle)
    let right = try hash(of: middle..<part.upperBound)
    let both = Digest(of: 1, then: left, right)
    known[part] = both
    return both
  }

  private mutating func readLeaves(of subtree: Int64) throws(LogError) {
    let first = subtree * MerkleFrontier.subtreeSize
    var found = try reader.range(
      after: first, through: min(first + MerkleFrontier.subtreeSize, size))
    defer { found.query.reset() }
    var leaf = first
    while try found.next() {
      known[leaf..<leaf + 1] = try reader.rows.checkedLeaf(found.query)
      leaf += 1
    }
  }

  /// Where a tree of these leaves divides: its left side is the largest full subtree.
  private static func middle(of part: Range<Int64>) -> Int64 {
    var width: Int64 = 1
    while width * 2 < part.count { width *= 2 }
    return part.lowerBound + width
  }
}
