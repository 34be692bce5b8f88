import MissionControl
import MissionModel
import Synchronization

/// A worker's fleet that ends long calls once the worker must end at once.
///
/// A call under way when the time is over is given up; a later one gets a moment of its own, so
/// that the end of a command that was slow to stop still reaches a fleet that answers.
final class LastCalls: WorkerPort {
  /// The time limit of a call that begins when no time is left.
  private static let moment = Duration.seconds(2)

  private struct State {
    /// The end of the time; nil while it has not begun.
    var end: ContinuousClock.Instant?
    /// Closures that give up the calls under way.
    var open: [Int: @Sendable () -> Void] = [:]
    var count = 0
  }

  private let port: any WorkerPort
  private let seconds: Double
  private let state = Mutex(State())

  /// Makes the last calls to `port`, which have a number of seconds once their time has begun.
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

  /// A thread of its own waits for the call, and no end waits for that thread.
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

  /// Makes a call, and waits for it as long as there is time.
  ///
  /// - Throws: the call's error, and `unavailable` where it was given up.
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
