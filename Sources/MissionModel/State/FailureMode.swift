/// Why a mission failed.
package enum FailureMode: Hashable, Sendable {
  case selfReported
  case subprocessCrash
  case authFailure
  case workspaceGuard
  case timeout
  case noProgressTimeout
  case budgetExceeded
  case deadlineExceeded
  case zeroOutput
  case missingOutput
  case workerShutdown
  /// The reconciler ended it for this reason of the stale rule.
  case stale(StaleReason)
  /// A mode that this build doesn't know; kept and shown as written.
  case other(String)

  /// The modes that a worker may report, in the contract's order.
  package static let reportable: [FailureMode] = [
    .selfReported, .subprocessCrash, .authFailure, .workspaceGuard, .timeout, .noProgressTimeout,
    .budgetExceeded, .deadlineExceeded, .zeroOutput, .missingOutput, .workerShutdown,
  ]

  /// Every mode that this build knows: those that a worker may report, then the reconciler's.
  package static let known = reportable + StaleReason.allCases.map(FailureMode.stale)

  /// Reads a mode; any text is one.
  package init(_ text: String) {
    if let known = Self.reportable.first(where: { $0.rawValue == text }) {
      self = known
    } else if text.hasPrefix("stale_"),
      let reason = StaleReason(rawValue: String(text.dropFirst(6)))
    {
      self = .stale(reason)
    } else {
      self = .other(text)
    }
  }

  /// The mode as it is written.
  package var rawValue: String {
    switch self {
    case .selfReported: "self_reported"
    case .subprocessCrash: "subprocess_crash"
    case .authFailure: "auth_failure"
    case .workspaceGuard: "workspace_guard"
    case .timeout: "timeout"
    case .noProgressTimeout: "no_progress_timeout"
    case .budgetExceeded: "budget_exceeded"
    case .deadlineExceeded: "deadline_exceeded"
    case .zeroOutput: "zero_output"
    case .missingOutput: "missing_output"
    case .workerShutdown: "worker_shutdown"
    case .stale(let reason): "stale_" + reason.rawValue
    case .other(let text): text
    }
  }
}
