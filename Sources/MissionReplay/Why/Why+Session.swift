package import EventLog
package import MissionModel
package import Platform

extension Why {
  /// The positions of the events that decide a session's effective status.
  package static func positions(deciding session: SessionView) -> [Int64] {
    Set(session.staleness.positions + [session.state.phasePosition]).sorted()
  }

  /// Explains a session's effective status.
  ///
  /// - Parameters:
  ///   - session: the session, judged at `now`.
  ///   - events: the events at `positions(deciding:)`.
  ///   - now: the moment of the judgement.
  ///   - policy: the values that it was judged by.
  ///   - live: what the process table says of its worker.
  ///   - outlook: what the reconciler would do just now.
  ///   - upcasting: how payloads of older shapes are read.
  package init(
    _ session: SessionView, events: [RecordedEvent], now: Instant, policy: MissionPolicy,
    live: WorkerPresence?, outlook: String? = nil, upcasting: Upcasting = .current
  ) {
    subject = .session(session.state.session)
    status = session.state.status.rawValue
    effectiveStatus = session.effectiveStatus.rawValue
    basis = nil
    staleReason = session.staleness.reason
    rules = [Self.status(of: session.state), session.staleness.rule].filter { !$0.isEmpty }
    self.policy = policy
    self.now = now
    self.events = events.sorted { $0.position < $1.position }.map {
      Decisive($0, upcasting)
    }
    self.live = live
    self.outlook = outlook
    holders = []
  }

  private static func status(of session: SessionState) -> RuleText {
    switch session.status {
    case .idle: "it holds no mission"
    case .active:
      "it holds \(session.missionIDs.map(\.rawValue).joined(separator: ", "))"
    case .degraded: "it reported an error: \(session.lastError ?? "none given")"
    case .lost: "the reconciler found its process gone"
    case .retired: "it ended normally"
    }
  }
}
