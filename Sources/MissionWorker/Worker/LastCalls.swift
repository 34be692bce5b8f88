import MissionControl
import MissionModel
import Synchronization

/// A worker's fleet, which is waited for no longer than a while once the worker is to end at once.
///
/// A call that is under way when that time is over is given up; one that begins later has a moment of its own, so that
/// the end of a command that took its time to stop is told to a fleet that answers.
final class LastCalls: WorkerPort {
  /// For how long a call is waited for that begins when no time is left.
  private static let moment = Duration.seconds(2)

  private struct State {
    /// When the time is over; nil while it has not begun.
    var end: ContinuousClock.Instant?
    /// What gives up the calls that are under way.
    var open: [Int: @Sendable () -> Void] = [:]
    var count = 0
  }

  private let port: any WorkerPort
  private let seconds: Double
  private let state = Mutex(State())

  /// Makes the last calls to `port`, which have so many seconds once their time has begun.
  init(_ port: any WorkerPort, seconds: Double) {
    self.port = port
    self.seconds = seconds
  }

  /// Whether the time has begun.
  var haveBegun: Bool { state.withLock { $0.end != nil } }

  /// Whether no time is left.
  var areOver: Bool { state.withLock { $0.end.map { $0 <= .now } ?? false } }

  /// Begins the time, once.
  func begin() {
    let end = ContinuousClock.now + .seconds(seconds)
    let open = state.withLock { state -> [@Sendable () -> Void] in
      guard state.end == nil else { return [] }
      state.end = end
      return Array(state.open.values)
    }
    guard !open.isEmpty else { return }
    Task {
      try? await Task.sleep(until: end)
      for giveUp in open { giveUp() }
    }
  }

  func checkMayWork(as session: SessionID) async throws {
    try await wait { try await $0.checkMayWork(as: session) }
  }

  func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView? {
    try await wait { try await $0.claim(request, call) }
  }

  func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView {
    try await wait { try await $0.report(report, on: mission, as: token, call) }
  }

  /// Waited for by a thread of its own, which no end waits for.
  func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView {
    try port.reportBlocking(report, on: mission, as: token, call)
  }

  func nextChange(
    of mission: MissionID, after version: Int64, timeoutSeconds: Double
  ) async throws -> MissionView {
    try await wait {
      try await $0.nextChange(of: mission, after: version, timeoutSeconds: timeoutSeconds)
    }
  }

  func reportSession(
    _ report: SessionReport, of session: SessionID, _ call: CallContext
  ) async throws {
    try await wait { try await $0.reportSession(report, of: session, call) }
  }

  /// Waits for a call for as long as there is time for it.
  ///
  /// - Throws: what the call does, and `unavailable` where it was given up.
  private func wait<Answer: Sendable>(
    _ call: @escaping @Sendable (any WorkerPort) async throws -> Answer
  ) async throws -> Answer {
    let calling = Task { [port] in try await call(port) }
    let giveUp: @Sendable () -> Void = { calling.cancel() }
    let (number, end) = state.withLock { state in
      state.count += 1
      state.open[state.count] = giveUp
      return (state.count, state.end)
    }
    let timer = end.map { end in
      Task {
        try? await Task.sleep(until: max(end, ContinuousClock.now + Self.moment))
        giveUp()
      }
    }
    defer {
      timer?.cancel()
      state.withLock { _ = $0.open.removeValue(forKey: number) }
    }
    do {
      return try await withTaskCancellationHandler {
        try await calling.value
      } onCancel: {
        giveUp()
      }
    } catch is CancellationError where !Task.isCancelled {
      throw MissionError(.unavailable, "there was no answer before the worker had to end")
    }
  }
}
