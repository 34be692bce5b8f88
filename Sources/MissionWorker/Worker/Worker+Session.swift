import MissionControl
import MissionModel
import Synchronization

extension Worker {
  /// How often the end of a session is tried.
  private static let retireAttempts = 5

  /// Whether it takes no further mission.
  package var isDraining: Bool { state.withLock(\.isDraining) }

  /// Takes no further mission and lets the running ones finish, at most for the drain time; a
  /// second call ends them at once.
  package func drain() { drain(besides: nil) }

  /// Drains; a mission that was not started doesn't count as running.
  private func drain(besides unstarted: MissionID?) {
    let (wasDraining, runs) = state.withLock { state in
      defer { state.isDraining = true }
      return (state.isDraining, state.runs.filter { $0.key != unstarted }.map(\.value))
    }
    changed.yield()
    options.notice(
      wasDraining ? .ending(running: runs.count) : .draining(running: runs.count))
    if wasDraining {
      port.begin()
      for run in runs { run.shutdown() }
    } else {
      startDrainTimer()
    }
  }

  private func startDrainTimer() {
    let timer = Task { [self] in
      guard (try? await Task.sleep(for: .seconds(options.drainSeconds))) != nil else { return }
      for run in state.withLock({ Array($0.runs.values) }) { run.shutdown() }
    }
    state.withLock { $0.drainTimer = timer }
  }

  /// Registers the session, as often as it takes.
  func register() async throws {
    while true {
      do {
        try await port.reportSession(
          .registered(options.process), of: options.session, call)
        return tell(delay: nil)
      } catch let error as MissionError where error.retryable && !isDraining {
        tell(delay: error)
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  /// Reports why nothing can be claimed now, once per reason; nil if a claim is possible.
  func tell(delay: MissionError?) {
    let isNew = state.withLock { state in
      defer { state.delay = delay?.code }
      return state.delay != delay?.code
    }
    if isNew, let delay { options.notice(.claimDelayed(delay)) }
  }

  /// Reports that this worker can't do its work, and takes no more of it.
  func degrade(_ failure: MissionError, starting unstarted: MissionID) async {
    state.withLock { $0.startFailure = $0.startFailure ?? failure }
    // A second drain would end running missions at once.
    if !isDraining { drain(besides: unstarted) }
    try? await port.reportSession(
      .degraded(error: failure.message), of: options.session, call)
  }

  /// Ends the session; a ledger that can't be written for long is left to its reconciler, and a
  /// worker that must end at once tries only once.
  func retire() async {
    for _ in 0..<Self.retireAttempts {
      do {
        return try await port.reportSession(.retired, of: options.session, call)
      } catch {
        guard MissionError.of(error).retryable, !port.haveBegun else { return }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
