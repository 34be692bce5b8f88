import MissionControl
import MissionModel
import Platform
import Synchronization

extension MissionRun {
  /// Reports an instruction; a refusal is noted in the log and doesn't end the mission.
  func report(
    _ instruction: Instruction, collector: ArtifactCollector?, output: OutputRecorder
  ) async {
    do {
      switch instruction {
      case .progress(let summary, let percent, let usage, let detail):
        let report = ProgressReport(
          summary: summary, percent: percent, usage: usage, detail: detail)
        let view = try await reporter.report(.progress(report))
        send.yield(summary == nil ? .observed(view) : .settled(view))
      case .artifact(let path, let role):
        try await declare(path, role, collector: collector)
      case .blocked(let question, let options):
        let view = try await reporter.report(.blocked(question: question, options: options))
        // The question may have been answered before this answer was read.
        let asked = view.state.question?.questionID ?? view.state.lastAnswer?.questionID
        if let asked { send.yield(.asked(questionID: asked)) }
        send.yield(.observed(view))
      case .fallback(let from, let to, let reason):
        send.yield(
          .observed(try await reporter.report(.fallback(from: from, to: to, reason: reason))))
      case .result: break
      }
    } catch {
      refuse(instruction, MissionError.of(error), output: output)
    }
  }

  /// Reports a file that the command made.
  func record(_ artifact: Artifact) async throws(MissionError) -> MissionView {
    try await reporter.report(
      .artifact(
        ArtifactReport(
          path: artifact.path, bytes: artifact.content.bytes, sha256: artifact.content.sha256,
          role: artifact.role)))
  }

  private func declare(
    _ path: String, _ role: ArtifactRole, collector: ArtifactCollector?
  ) async throws(MissionError) {
    guard let inside = workspace.relative(path), let collector else {
      throw MissionError(
        .validationError, "the artifact \(path) is not below the workspace \(workspace.root)")
    }
    guard !WorkspaceFiles.isOwn(inside) else {
      throw MissionError(.validationError, "\(path) is the worker's own file, not an artifact")
    }
    let artifact: Artifact
    do {
      artifact = try await pool.run { () throws(PlatformError) in
        try collector.artifact(inside, role)
      }
    } catch {
      throw MissionError(
        .validationError,
        error.isMissing
          ? "the artifact \(path) is not in the workspace \(workspace.root)" : error.message)
    }
    let view = try await record(artifact)
    send.yield(.declared(path: inside, role: role))
    send.yield(.observed(view))
  }

  /// Reports why an instruction of the command has no effect: the first times, and then where to
  /// find the others.
  func tell(_ kind: ToldRefusals.Kind, _ error: MissionError) {
    switch refusals.withLock({ $0.count(kind) }) {
    case .itself: reporter.notice(.refused(missionID, error))
    case .thatThereIsMore:
      reporter.notice(.refusedMore(missionID, log: workspace.absolute(workspace.logPath)))
    case .nothing: break
    }
  }

  private func refuse(_ instruction: Instruction, _ error: MissionError, output: OutputRecorder) {
    output.note("refused: \(error.message)")
    let isOfAny = error.isOfAnyReport
    let wasTold = isGivenUpOn.withLock { isGivenUpOn in
      defer { isGivenUpOn = isGivenUpOn || isOfAny }
      return isGivenUpOn
    }
    if !(wasTold && isOfAny) { tell(.notAccepted, error) }
    switch instruction {
    case .blocked: send.yield(.askedInVain)
    case .progress(.some, _, _, _): send.yield(.settled(nil))
    default: break
    }
    send.yield(.refused(error))
  }
}
