import MissionControl
import MissionModel
import Platform
import Synchronization

extension Worker {
  /// How often a session's last word is tried.
  private static let retireAttempts = 5

  /// Whether it takes no new mission any more.
  package var isDraining: Bool { state.withLock(\.isDraining) }

  /// Takes no new mission and lets the running ones finish, for the drain time at most; told a second time, at once.
  package func drain() { drain(besides: nil) }

  /// Drains; a mission that was not started is none that runs.
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

  /// Makes the session known, as often as it takes.
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

  /// Tells why nothing can be claimed now: once, for as long as it is that; nil where something can.
  func tell(delay: MissionError?) {
    let isNew = state.withLock { state in
      defer { state.delay = delay?.code }
      return state.delay != delay?.code
    }
    if isNew, let delay { options.notice(.claimDelayed(delay)) }
  }

  /// Says that this worker can't do its work, and takes no more of it.
  func degrade(_ failure: MissionError, starting unstarted: MissionID) async {
    state.withLock { $0.startFailure = $0.startFailure ?? failure }
    // Told a second time, it would end at once what still runs.
    if !isDraining { drain(besides: unstarted) }
    try? await port.reportSession(
      .degraded(error: failure.message), of: options.session, call)
  }

  /// Ends the session; a ledger that can't be written for long is left to its reconciler, and by a worker that is to end
  /// at once after one try.
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
