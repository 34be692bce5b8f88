import Platform

/// The right edge of a Merkle tree (RFC 9162, SHA-256): all that is needed to append and to compute
/// the root.
///
/// It holds the root of a perfect subtree for each binary digit 1 of the size, the largest first.
struct MerkleFrontier: Hashable, Sendable {
  /// The number of leaves in a subtree whose hash is stored in the file.
  static let subtreeSize: Int64 = 256
  /// The number of events from one row with a node to the next; a node is the last peak of the tree
  /// that ends there.
  static let nodeInterval: Int64 = 16

  /// How many leaves there are.
  private(set) var size: Int64 = 0
  private var peaks: [Digest] = []

  /// The frontier of an empty tree.
  init() {}

  /// Makes the frontier of a tree from its peaks, one for each of `peakEnds`.
  init(size: Int64, peaks: [Digest]) {
    precondition(peaks.count == size.nonzeroBitCount, "a frontier has one peak for each binary one")
    self.size = size
    self.peaks = peaks
  }

  /// The size of the tree at the end of each of its peaks, the largest peak first.
  static func peakEnds(of size: Int64) -> [Int64] {
    var ends: [Int64] = []
    var rest = size
    while rest > 0 {
      let width = Int64(1) << (63 - Int64(rest.leadingZeroBitCount))
      ends.append((ends.last ?? 0) + width)
      rest -= width
    }
    return ends
  }

  /// Appends a leaf's hash; returns the hash of the 256-leaf subtree that it completes, if any.
  @discardableResult
  mutating func append(_ leaf: Digest) -> Digest? {
    append(leaf, of: 1)
    return size % MerkleFrontier.subtreeSize == 0 ? lastSubtree : nil
  }

  /// Appends the root of a full subtree of 256 leaves to a tree made of such subtrees.
  mutating func append(subtree root: Digest) {
    precondition(size % Self.subtreeSize == 0, "a subtree begins where another ends")
    append(root, of: Self.subtreeSize)
  }

  /// The root of the largest perfect subtree that ends with the last leaf.
  var lastPeak: Digest? { peaks.last }

  /// The root of the last 256 leaves, if they form a perfect subtree.
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

  /// The tree's root; for an empty tree, the hash of nothing.
  var root: Digest {
    guard var root = peaks.last else { return Digest(of: Span()) }
    for peak in peaks.dropLast().reversed() { root = Digest(of: 1, then: peak, root) }
    return root
  }
}
