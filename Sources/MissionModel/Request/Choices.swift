package import CanonicalJSON

/// A field that takes one of a few words: messages list them.
package protocol Choice: RawRepresentable<String>, CaseIterable, Hashable, JSONWritable, Sendable {}

extension Choice {
  /// The allowed words, in the contract's order, for a message.
  package static var allowed: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

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

/// How a mission is executed.
package enum ExecutionMode: String, Choice {
  case sdk, cli, dag
}

/// Whether an artifact is what was asked for, or came along with it.
package enum ArtifactRole: String, Choice {
  case deliverable, supporting
}
