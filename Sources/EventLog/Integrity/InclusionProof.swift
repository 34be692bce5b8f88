package import Platform

/// A proof that an event lies in a log: the hashes beside the path from its leaf to the root
/// (RFC 9162, 2.1.3).
package struct InclusionProof: Hashable, Sendable {
  /// The event's position.
  package let position: Int64
  /// How many events the root covers.
  package let size: Int64
  /// The hashes, from the leaf up.
  package let path: [Digest]

  /// Makes a proof of its parts, unchecked.
  package init(position: Int64, size: Int64, path: [Digest]) {
    self.position = position
    self.size = size
    self.path = path
  }

  /// The root that the proof leads to from a leaf; nil if its length doesn't fit the tree.
  package func root(from leaf: Digest) -> Digest? {
    guard position >= 1, position <= size else { return nil }
    var (node, last) = (position - 1, size - 1)
    var hash = leaf
    for other in path {
      guard last > 0 else { return nil }
      if node & 1 == 1 || node == last {
        hash = Digest(of: 1, then: other, hash)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = Digest(of: 1, then: hash, other)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 ? hash : nil
  }
}
