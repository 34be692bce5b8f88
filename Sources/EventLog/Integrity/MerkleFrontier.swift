import Platform

/// The right edge of a Merkle tree (RFC 9162, SHA-256): all that is needed to append and to tell
/// the root.
///
/// It holds the root of each perfect subtree that the size's binary digits name, the largest first.
struct MerkleFrontier: Hashable, Sendable {
  /// How many leaves a subtree has whose hash is kept in the file.
  static let subtreeSize: Int64 = 256

  /// How many leaves there are.
  private(set) var size: Int64 = 0
  private var peaks: [Digest] = []

  /// The frontier of an empty tree.
  init() {}

  /// Reads a frontier as `bytes` wrote it; nil when the number of hashes doesn't fit the size.
  init?(size: Int64, bytes: [UInt8]) {
    guard size >= 0, bytes.count == size.nonzeroBitCount * Digest.size else { return nil }
    self.size = size
    for start in stride(from: 0, to: bytes.count, by: Digest.size) {
      guard let peak = Digest(bytes: bytes.span.extracting(start..<(start + Digest.size))) else {
        return nil
      }
      peaks.append(peak)
    }
  }

  /// The frontier of a tree whose first leaves stand in perfect subtrees, and the rest one by one.
  init(subtrees: [Digest], rest: [Digest]) {
    for subtree in subtrees { append(subtree, of: MerkleFrontier.subtreeSize) }
    for leaf in rest { append(leaf) }
  }

  /// Appends a leaf's hash; returns the hash of the 256-leaf subtree that it has completed, if any.
  @discardableResult
  mutating func append(_ leaf: Digest) -> Digest? {
    append(leaf, of: 1)
    return size % MerkleFrontier.subtreeSize == 0 ? lastSubtree : nil
  }

  /// The root of the last 256 leaves while a perfect subtree ends with them.
  private(set) var lastSubtree: Digest?

  private mutating func append(_ root: Digest, of count: Int64) {
    var node = root
    var width = count
    while size & width != 0 {
      if width == MerkleFrontier.subtreeSize { lastSubtree = node }
      node = Digest(of: 1, then: peaks.removeLast(), node)
      width <<= 1
    }
    if width == MerkleFrontier.subtreeSize { lastSubtree = node }
    peaks.append(node)
    size += count
  }

  /// The tree's root; of an empty tree, the hash of nothing.
  var root: Digest {
    guard var root = peaks.last else { return Digest(of: Span()) }
    for peak in peaks.dropLast().reversed() { root = Digest(of: 1, then: peak, root) }
    return root
  }

  /// The frontier as it is stored.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(peaks.count * Digest.size)
    for peak in peaks { peak.write(into: &bytes) }
    return bytes
  }
}
