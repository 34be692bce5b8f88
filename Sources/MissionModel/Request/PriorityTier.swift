/// How soon a mission runs: before every mission of a later tier.
package enum PriorityTier: String, Choice, Comparable {
  case critical, high, normal, low, background

  /// The tier's place in the claim order; lower runs sooner.
  package var rank: Int {
    switch self {
    case .critical: 0
    case .high: 1
    case .normal: 2
    case .low: 3
    case .background: 4
    }
  }

  package static func < (left: PriorityTier, right: PriorityTier) -> Bool {
    left.rank < right.rank
  }
}
