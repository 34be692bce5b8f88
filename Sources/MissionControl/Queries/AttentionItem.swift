package import MissionModel
package import Platform

/// A mission that needs a person, why, since when, and what to type next.
package struct AttentionItem: Sendable {
  package let mission: MissionView
  package let reason: String
  /// Nil where it isn't known: a row may have been imported without any time.
  package let since: Instant?
  /// The arguments of the next useful command, after `missionlog`.
  package let nextCommand: [String]
}

extension AttentionItem {
  /// Makes the item of a mission; nil where it needs nobody.
  ///
  /// `escalatedAt` is the time of its escalation, which its row doesn't hold.
  init?(_ view: MissionView, escalatedAt: Instant?) {
    guard let reason = view.attention else { return nil }
    let state = view.state
    mission = view
    self.reason = ([view.cancelWord(besides: reason)] + [Self.words(reason, view)])
      .compactMap(\.self).joined(separator: ", ")
    nextCommand = Self.next(reason, view)
    let began: Instant? =
      switch reason {
      case .stale: view.staleness.since
      case .cancelOverdue: state.cancel?.at
      case .blocked: state.question?.at
      case .escalated: escalatedAt.map { max($0, state.completedAt ?? $0) }
      case .failed: nil
      }
    since = began ?? state.completedAt ?? state.updatedAt
  }

  private static func words(_ reason: AttentionReason, _ view: MissionView) -> String {
    let state = view.state
    return switch reason {
    case .stale: "stale: \(view.staleness.reason?.rawValue ?? "")"
    case .blocked: "blocked: \(state.question?.question ?? "")"
    case .cancelOverdue: "cancel overdue"
    case .escalated: "escalated" + (state.status == .failed ? ", \(words(.failed, view))" : "")
    case .failed: "failed" + (state.failureMode.map { ": \($0.rawValue)" } ?? "")
    }
  }

  private static func next(_ reason: AttentionReason, _ view: MissionView) -> [String] {
    let id = view.state.facts.missionID.rawValue
    guard reason != .escalated || view.state.status == .failed else { return ["timeline", id] }
    return switch view.nextStep {
    // The failure is past: its retry goes on.
    case .follow: ["ack", id]
    case .retry: ["retry", id]
    // A person reads why it failed before acknowledging it.
    case .startAnew: ["why", id]
    default: NextCommand(view)?.words ?? ["get", id]
    }
  }
}

extension MissionView {
  /// A word about its cancel beside another reason for attention; nil where the cancel is the
  /// reason.
  fileprivate func cancelWord(besides reason: AttentionReason) -> String? {
    guard state.isCancelRequested, !state.status.isTerminal, reason != .cancelOverdue else {
      return nil
    }
    return isCancelOverdue ? "cancel overdue" : "cancel requested"
  }
}
