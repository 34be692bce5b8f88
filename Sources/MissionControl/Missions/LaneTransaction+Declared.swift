import EventLog
import EventProjections
import MissionModel
import Platform

extension LaneTransaction {
  /// The finish completed from what its attempt has reported: the folder that it began in, and the
  /// deliverables that it declared, if the finish names none.
  ///
  /// An agent that declares its files as it makes them need not list them again. A worker that
  /// writes a receipt has looked at the files itself, so its list stays as it is. The worker's own
  /// files are never deliverables.
  func completed(_ command: MissionCommand, in state: MissionState?) -> MissionCommand {
    guard let state else { return command }
    switch command {
    case .complete(let token, let outcome):
      return .complete(token, completed(outcome, by: token, in: state))
    case .fail(let token, var report):
      report.outcome = completed(report.outcome, by: token, in: state)
      return .fail(token, report)
    case .cancelled(let token, let reason, let outcome):
      return .cancelled(
        token, reason: reason, outcome: completed(outcome, by: token, in: state))
    case .requeue(let token, let reason, var report):
      report.outcome = completed(report.outcome, by: token, in: state)
      return .requeue(token, reason: reason, report)
    default: return command
    }
  }

  /// The last report of the worker of a mission that ended as cancelled; nil where it reported
  /// nothing, or the report can't be read.
  func lastReport(of state: MissionState) -> ReportedFinish? {
    let ends = try? projected.events(
      of: state.facts.missionID.stream,
      matching: EnvelopeFilter(type: MissionEventType.cancelled.rawValue))
    guard let end = ends?.last,
      case .cancelled(let body)? = try? MissionEvent(
        type: end.type, schema: end.schema, payload: end.payload, upcasting: upcasting),
      body.by == .worker
    else { return nil }
    return body.reported ?? ReportedFinish(kind: .cancelled, reason: body.reason)
  }

  private func completed(
    _ outcome: MissionOutcome, by token: FencingToken, in state: MissionState
  ) -> MissionOutcome {
    var outcome = outcome
    outcome.deliverables.removeAll(where: WorkspaceFiles.isOwn)
    guard outcome.receiptPath == nil else { return outcome }
    if outcome.resultRef == nil, token == state.tokens.last?.token {
      outcome.resultRef = state.workspace.map(ResultReference.to)
    }
    if outcome.deliverables.isEmpty {
      outcome.deliverables = deliverables(declaredBy: token, of: state.facts.missionID)
    }
    return outcome
  }

  /// The deliverables that an attempt has declared, sorted; the last word on each path counts.
  ///
  /// Empty where one can't be read: that is no reason to refuse a result.
  private func deliverables(declaredBy token: FencingToken, of id: MissionID) -> [String] {
    var roles: [ExactText: ArtifactRole] = [:]
    let declared = try? projected.events(
      of: id.stream, matching: EnvelopeFilter(type: MissionEventType.artifact.rawValue))
    for event in declared ?? [] {
      guard
        case .artifact(let artifact)? = try? MissionEvent(
          type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting),
        artifact.attempt.workerID == token.worker, artifact.attempt.attempt == token.attempt,
        !WorkspaceFiles.isOwn(artifact.path)
      else { continue }
      roles[ExactText(artifact.path)] = artifact.role
    }
    let paths = roles.filter { $0.value == .deliverable }.map(\.key).sorted()
    return paths.prefix(MissionOutcome.mostDeliverables).map(\.string)
  }
}
