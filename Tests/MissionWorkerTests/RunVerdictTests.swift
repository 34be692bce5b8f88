import MissionModel
import Platform
import Testing

@testable import MissionWorker

struct RunVerdictTests {
  private static let deadline = Instant(microseconds: 0)

  @Test(arguments: [
    (RunEvidence(termination: .exited(77)), FailureMode.authFailure),
    (RunEvidence(termination: .exited(1)), .subprocessCrash),
    (RunEvidence(termination: .signaled(9)), .subprocessCrash),
    (RunEvidence(termination: nil), .subprocessCrash),
    (RunEvidence(termination: .exited(0), wroteOutput: false), .zeroOutput),
    (RunEvidence(termination: .exited(0), missingOutputs: ["a"]), .missingOutput),
    (
      RunEvidence(termination: .exited(0), wroteOutput: false, missingOutputs: ["a"]), .zeroOutput
    ),
    (RunEvidence(termination: .exited(0), stop: .silence(seconds: 1)), .noProgressTimeout),
    (RunEvidence(termination: .signaled(15), stop: .budget("x")), .budgetExceeded),
    (RunEvidence(termination: .exited(0), stop: .deadline(deadline)), .deadlineExceeded),
    (RunEvidence(termination: .signaled(15), stop: .shutdown), .workerShutdown),
  ])
  func whatWentWrongNamesTheFailure(evidence: RunEvidence, mode: FailureMode) {
    guard case .failed(let found, let error) = evidence.verdict else {
      Issue.record("\(evidence.verdict)")
      return
    }
    #expect(found == mode)
    #expect(!error.isEmpty)
  }

  @Test func outputOrAnArtifactIsEnoughToComplete() {
    #expect(RunEvidence(termination: .exited(0), wroteOutput: true).verdict == .completed)
    #expect(
      RunEvidence(termination: .exited(0), wroteOutput: false, hasArtifacts: true).verdict
        == .completed)
  }

  @Test func aCancelIsACancelHoweverTheCommandTookIt() {
    for termination in [Termination.exited(0), .exited(3), .signaled(15)] {
      let evidence = RunEvidence(termination: termination, stop: .cancelled(reason: "no"))
      #expect(evidence.verdict == .cancelled(reason: "no"))
    }
  }

  @Test func aShutdownRequeuesWhileAttemptsAreLeft() {
    let evidence = RunEvidence(
      termination: .signaled(15), stop: .shutdown, hasAttemptsLeft: true)
    #expect(evidence.verdict == .requeued(.workerShutdown, error: "the worker ended"))
  }

  @Test func whatItsWorkerCouldNotStartIsRequeuedWhileAttemptsAreLeft() {
    let failure = "starting the command failed"
    for (isUnable, hasAttemptsLeft) in [(true, false), (false, true)] {
      let evidence = RunEvidence(
        termination: nil, startFailure: failure, isUnable: isUnable,
        hasAttemptsLeft: hasAttemptsLeft)
      #expect(evidence.verdict == .failed(.subprocessCrash, error: failure))
    }
    var evidence = RunEvidence(
      termination: nil, startFailure: failure, isUnable: true, hasAttemptsLeft: true)
    #expect(evidence.verdict == .requeued(.subprocessCrash, error: failure))
    evidence.stop = .cancelled(reason: "no")
    #expect(evidence.verdict == .cancelled(reason: "no"))
  }

  @Test func theCodeAndTheSignalAreNamed() {
    guard case .failed(_, let code) = RunEvidence(termination: .exited(42)).verdict,
      case .failed(_, let signal) = RunEvidence(termination: .signaled(11)).verdict
    else { return }
    #expect(code.contains("42"))
    #expect(signal.contains("11"))
  }
}
