package import MissionModel

extension Fleet {
  package func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView {
    try await perform(report.command(by: token), on: mission, withRequest: false, call).mission
  }

  package func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView {
    try performBlocking(report.command(by: token), on: mission, withRequest: false, call).mission
  }

  package func reportSession(_ report: SessionReport, of session: SessionID, _ call: CallContext)
    async throws
  {
    let report = report.redacted(by: redactor)
    try await write(try ledger(of: session.vp), call) { transaction in
      try transaction.record(report, of: session)
    }
  }
}

extension LaneTransaction {
  /// Records what a worker reports of itself.
  ///
  /// - Throws: `not_found` for a session that never registered.
  func record(_ report: SessionReport, of session: SessionID) throws {
    let state = try self.session(session)
    if case .registered(let process) = report {
      guard state == nil || state?.phase == .retired || state?.process != process else { return }
      return try append(
        .registered(SessionRegistered(session: session, process: process)), of: session)
    }
    guard let state else {
      throw MissionError(.notFound, "there is no session \(session): a worker registers it first")
    }
    switch report {
    case .registered: break
    case .heartbeat:
      try append(
        .heartbeat(
          SessionHeartbeat(session: session, bootID: context.bootID, mono: context.mono)),
        of: session)
    case .degraded(let error):
      try append(
        .degraded(SessionDegraded(session: session, error: error)), of: session)
    case .retired:
      guard state.phase != .retired else { return }
      try append(.retired(SessionRetired(session: session)), of: session)
    }
  }
}
