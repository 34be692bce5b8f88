import MissionControl
package import MissionModel
import Platform

/// Says to the fleet what becomes of one mission, as often as it takes.
///
/// What can't be recorded now (a ledger that is locked, full, read-only or damaged, a server that is away or knows the
/// token no more) is tried again for as long as it takes: a result is never lost for want of a ledger. Only a worker that
/// is to end waits for nobody to mend one, but for what passes by itself, and one that is to end now not for long. What is
/// refused for what it says is told, not repeated.
struct Reporter: Sendable {
  /// The first and the longest pause before a report is tried again.
  private static let firstPause = Duration.milliseconds(100)
  private static let longestPause = Duration.seconds(5)
  private static let longestPauseInHaste = Duration.seconds(1)

  let port: LastCalls
  let mission: MissionID
  let token: FencingToken
  let call: CallContext
  let notice: @Sendable (WorkerNotice) -> Void
  private let isToEnd = Condition(false)

  /// Has reports wait no longer than for what passes by itself, and for that while there is time for calls.
  func hurry() {
    isToEnd.change { $0 = true }
  }

  /// Whether the worker is to end now.
  var isToHurry: Bool { isToEnd.withLock(\.self) }

  /// The longest pause before what failed is tried again; nil where it isn't any more.
  private func pause(after failure: MissionError) -> Duration? {
    guard isToHurry else { return Self.longestPause }
    guard failure.retryable, !port.areOver else { return nil }
    return port.haveBegun ? Self.longestPauseInHaste : Self.longestPause
  }

  /// Reports until it is recorded or refused; throws what may pass, too, once it is to hurry.
  func report(_ report: WorkerReport) async throws(MissionError) -> MissionView {
    var pause = Self.firstPause
    var told: String?
    while true {
      do {
        return try await port.report(report, on: mission, as: token, call)
      } catch {
        let failure = MissionError.of(error)
        guard failure.mayPass || (report.isEnd && failure.code == .internalError) else {
          throw failure
        }
        guard let longest = self.pause(after: failure) else { throw failure }
        pause = min(pause, longest)
        // An hour without a server is one line, not a thousand.
        if told != failure.message { notice(.waiting(mission, failure)) }
        told = failure.message
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// Renews the lease on the caller's thread, once.
  func heartbeat() -> Result<MissionView, MissionError> {
    do {
      return .success(try port.reportBlocking(.heartbeat, on: mission, as: token, call))
    } catch {
      return .failure(MissionError.of(error))
    }
  }
}

extension MissionError {
  /// The contract's error that `error` is; anything else is a bug and is said to be one.
  static func of(_ error: any Error) -> MissionError {
    error as? MissionError ?? MissionError(.internalError, "\(error)")
  }

  /// Whether the mission is no longer this attempt's.
  package var endsAttempt: Bool {
    switch code {
    case .leaseLost, .missionTerminal, .notFound: true
    default: false
    }
  }

  /// Whether no report on the mission is taken from this worker any more: it is no longer its own, or a newer build's
  /// event may have moved it.
  package var endsReports: Bool { endsAttempt || code == .eventSchemaTooNew }

  /// Whether it says nothing of what was reported: the same report may be taken once somebody has mended a ledger, a
  /// server, a token or a configuration.
  package var mayPass: Bool {
    guard !endsReports else { return false }
    return retryable || isOfLedger || code == .unauthorized || code == .forbidden
      || code == .configInvalid
  }

  /// Whether it would be the answer to any other report, too.
  var isOfAnyReport: Bool { endsReports || mayPass }
}
