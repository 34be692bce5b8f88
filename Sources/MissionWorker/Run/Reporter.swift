import MissionControl
package import MissionModel
import Platform

/// The reporter of one mission to the fleet, which tries as often as it takes.
///
/// A report that can't be recorded now (a ledger that is locked, full, read-only or damaged, a
/// server that is away or no longer knows the token) is repeated for as long as it takes: a result
/// is never lost for want of a ledger. Only a worker that must end doesn't wait for a repair, but
/// only for obstacles that pass by themselves, and not for long if it must end at once. A report
/// that is refused for its content is not repeated, and the refusal is shown.
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

  /// Limits waits to obstacles that pass by themselves, and to the time left for calls.
  func hurry() {
    isToEnd.change { $0 = true }
  }

  /// Whether the worker must end now.
  var isToHurry: Bool { isToEnd.withLock(\.self) }

  /// The longest pause before another try; nil if there is none.
  private func pause(after failure: MissionError) -> Duration? {
    guard isToHurry else { return Self.longestPause }
    guard failure.retryable, !port.areOver else { return nil }
    return port.haveBegun ? Self.longestPauseInHaste : Self.longestPause
  }

  /// Reports until it is recorded or refused.
  ///
  /// - Throws: the refusal; once it must hurry, also an error that may pass.
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
        // An hour without a server takes one line, not a thousand.
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
  /// The error as one of the contract's; any other is a bug and reported as one.
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

  /// Whether the fleet accepts no further report on the mission from this worker: the mission is no
  /// longer its own, or a newer build's event may have moved it.
  var endsReports: Bool { endsAttempt || code == .eventSchemaTooNew }

  /// Whether the error is not about the report's content: the same report may be accepted once
  /// somebody has repaired a ledger, a server, a token or a configuration.
  package var mayPass: Bool {
    guard !endsReports else { return false }
    return retryable || isOfLedger || code == .unauthorized || code == .forbidden
      || code == .configInvalid
  }

  /// Whether any other report would get the same error.
  var isOfAnyReport: Bool { endsReports || mayPass }
}
