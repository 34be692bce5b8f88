import Platform

extension Decider {
  func claim(
    worker: WorkerID, host: String?, leaseSeconds: Double?
  ) throws(MissionError) -> Decision {
    try MissionPolicy.checkLease(leaseSeconds)
    guard !state.status.isTerminal else { throw .terminal(state) }
    guard state.status == .queued else {
      throw .invalid(state, "a claim", "another worker holds it; claim the next one")
    }
    guard state.isClaimable(at: context.wallTime) else {
      throw .invalid(
        state, "a claim", "its not_before has not come, its deadline has passed, or it is cancelled"
      )
    }
    guard let length = Millionths(leaseSeconds ?? context.policy.leaseTTL) else {
      throw .validation("lease_ttl is out of range", field: "lease_ttl")
    }
    let token = FencingToken(worker: worker, attempt: state.attempt + 1)
    let lease = LeaseRenewal(
      expiresAt: context.now.advanced(byMicroseconds: length.micros), bootID: context.bootID,
      mono: context.mono)
    return .append([
      .claimed(
        MissionClaimed(attempt: attempt(token), lease: lease, leaseSeconds: length, host: host))
    ])
  }

  func start(_ token: FencingToken, workspace: String?) throws(MissionError) -> Decision {
    try admit(token)
    try demandRunning("a start")
    if state.startedAt != nil {
      guard state.workspace == workspace else {
        throw .invalid(state, "a second start", "this attempt was started elsewhere already")
      }
      // A repeated start is still a sign of life.
      return try heartbeat(token)
    }
    return .append([
      .started(
        MissionStarted(attempt: attempt(token), lease: renewal(), workspace: workspace))
    ])
  }

  func heartbeat(_ token: FencingToken) throws(MissionError) -> Decision {
    try admit(token)
    return .append([.heartbeat(MissionHeartbeat(attempt: attempt(token), lease: renewal()))])
  }

  func progress(
    _ token: FencingToken, _ report: ProgressReport
  ) throws(MissionError) -> Decision {
    guard report.summary != nil || report.percent != nil || report.usage != nil else {
      throw .validation("a progress needs one of summary, percent and usage")
    }
    if let percent = report.percent, !ReportBounds.percent.contains(percent) {
      throw .validation(
        "percent is \(PlainNumber.text(percent)); 0 to 100 is allowed", field: "percent")
    }
    try check(report.usage)
    try admit(token)
    try demandRunning("progress")
    return .append([
      .progress(
        MissionProgressed(
          attempt: attempt(token), lease: renewal(), summary: report.summary,
          percent: report.percent.flatMap { Millionths($0) }, usage: report.usage,
          detail: report.detail))
    ])
  }

  func artifact(
    _ token: FencingToken, _ report: ArtifactReport
  ) throws(MissionError) -> Decision {
    guard DispatchRequest.isRelativePath(report.path) else {
      throw .validation(
        "path must be a path in the workspace, relative to it, without .. or control characters",
        field: "path")
    }
    try admit(token)
    try demandRunning("an artifact")
    return .append([
      .artifact(
        MissionArtifact(
          attempt: attempt(token), lease: renewal(), path: report.path, bytes: report.bytes,
          sha256: report.sha256, role: report.role))
    ])
  }

  func block(
    _ token: FencingToken, question: String, options: [String]
  ) throws(MissionError) -> Decision {
    guard !question.trimmed.isEmpty else {
      throw .validation("a question is required", field: "question")
    }
    try admit(token)
    if state.isAsking(question, options) {
      // A worker that asks again waits for the answer, and is alive.
      return try heartbeat(token)
    }
    try demandRunning("another question")
    return .append([
      .blocked(
        MissionBlocked(
          attempt: attempt(token), lease: renewal(), questionID: "q\(state.questions + 1)",
          question: question, options: options))
    ])
  }

  func fallback(
    _ token: FencingToken, from: String, to: String, reason: String
  ) throws(MissionError) -> Decision {
    for (field, text) in [("from", from), ("to", to), ("reason", reason)] where text.isEmpty {
      throw .validation("\(field) is required", field: field)
    }
    try admit(token)
    try demandRunning("a fallback")
    return .append([
      .fallback(
        MissionFallback(
          attempt: attempt(token), lease: renewal(), from: from, to: to, reason: reason))
    ])
  }

  /// Refuses a usage below zero.
  func check(_ usage: Usage?) throws(MissionError) {
    guard let usage, usage.isBelowZero else { return }
    throw .validation("usage is below zero; zero or more is wanted", field: "usage")
  }

  private func demandRunning(_ wish: String) throws(MissionError) {
    guard state.status == .running else {
      throw .invalid(
        state, wish, "it waits for the answer to \(state.question?.questionID ?? "a question")")
    }
  }
}
