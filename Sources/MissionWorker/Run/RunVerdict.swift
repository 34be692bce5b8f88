package import MissionModel
package import Platform

/// The verdict on a mission whose command has ended, with its reason: a pure function of the
/// evidence.
package enum RunVerdict: Hashable, Sendable {
  case completed
  case failed(FailureMode, error: String)
  case cancelled(reason: String?)
  /// Back to the queue: the worker must end, or can't start anything, and attempts are left.
  case requeued(FailureMode, error: String)
}

/// The evidence of an attempt when nothing of its command is left.
package struct RunEvidence: Hashable, Sendable {
  /// The end of the command; nil where it isn't known.
  package var termination: Termination?
  package var stop: StopReason?
  /// The reason why the mission's paths may not be worked in; nil where they may.
  package var breach: String?
  package var wroteOutput: Bool
  /// Whether it left any file, even one that can't be listed.
  package var hasArtifacts: Bool
  package var missingOutputs: [String]
  /// The reason why the command could not be started; nil where it was.
  package var startFailure: String?
  /// Whether the worker is that reason, so that another may start it.
  package var isUnable: Bool
  package var hasAttemptsLeft: Bool

  package init(
    termination: Termination?, stop: StopReason? = nil, breach: String? = nil,
    wroteOutput: Bool = true, hasArtifacts: Bool = false, missingOutputs: [String] = [],
    startFailure: String? = nil, isUnable: Bool = false, hasAttemptsLeft: Bool = false
  ) {
    self.termination = termination
    self.stop = stop
    self.breach = breach
    self.wroteOutput = wroteOutput
    self.hasArtifacts = hasArtifacts
    self.missingOutputs = missingOutputs
    self.startFailure = startFailure
    self.isUnable = isUnable
    self.hasAttemptsLeft = hasAttemptsLeft
  }

  /// The exit code of a command whose credentials were refused.
  static let authFailureCode: Int32 = 77

  /// Returns the verdict; a reason to stop outranks the command's own end.
  package var verdict: RunVerdict {
    switch stop {
    case .cancelled(let reason): .cancelled(reason: reason)
    case .silence(let seconds):
      .failed(
        .noProgressTimeout, error: "no output for \(PlainNumber.text(rounded(seconds))) seconds")
    case .budget(let breach): .failed(.budgetExceeded, error: breach)
    case .deadline(let deadline):
      .failed(.deadlineExceeded, error: "the deadline \(deadline) has passed")
    case .shutdown where hasAttemptsLeft: .requeued(.workerShutdown, error: "the worker ended")
    case .shutdown:
      .failed(.workerShutdown, error: "the worker ended and had no more time to wait")
    case .leaseLost:
      .failed(.workerShutdown, error: "the lease was lost and the command was stopped")
    case nil: breach.map { .failed(.workspaceGuard, error: $0) } ?? verdictOfTheStart
    }
  }

  /// A command that was never started has had no effect that another worker might repeat.
  private var verdictOfTheStart: RunVerdict {
    guard let startFailure else { return verdictOfTheCommand }
    return isUnable && hasAttemptsLeft
      ? .requeued(.subprocessCrash, error: startFailure)
      : .failed(.subprocessCrash, error: startFailure)
  }

  private var verdictOfTheCommand: RunVerdict {
    switch termination {
    case .exited(0): verdictOfTheWork
    case .exited(Self.authFailureCode):
      .failed(.authFailure, error: "the command exited with code \(Self.authFailureCode)")
    case .exited(let code):
      .failed(.subprocessCrash, error: "the command exited with code \(code)")
    case .signaled(let number):
      .failed(.subprocessCrash, error: "the command was ended by signal \(number)")
    case nil: .failed(.subprocessCrash, error: "the command's guard was killed")
    }
  }

  private var verdictOfTheWork: RunVerdict {
    if !wroteOutput && !hasArtifacts {
      return .failed(.zeroOutput, error: "the command left no output and no artifact")
    }
    guard missingOutputs.isEmpty else {
      let names = missingOutputs.joined(separator: ", ")
      return .failed(.missingOutput, error: "required outputs are missing: \(names)")
    }
    return .completed
  }

  private func rounded(_ seconds: Double) -> Double { (seconds * 10).rounded() / 10 }
}
