import Platform

extension MissionCommand {
  /// Whether an event records this command, by the same token: a command that is repeated under the
  /// same name because its answer was lost has then been carried out.
  ///
  /// A repeated start or question has left only a heartbeat. `state` is the mission's current
  /// state: a start or question that it doesn't have isn't taken for recorded because of a
  /// heartbeat of the same name.
  ///
  /// Always false for commands whose repetitions the decision itself recognises: a finish, a
  /// cancel, an answer, a retry.
  package func isTold(by event: MissionEvent, in state: MissionState) -> Bool {
    switch (self, event) {
    case (.start(let token, let workspace), .started(let body)):
      return body.attempt.token == token && body.workspace == workspace
    case (.start(let token, let workspace), .heartbeat(let body)):
      return body.attempt.token == token && state.startedAt != nil && state.workspace == workspace
    case (.heartbeat(let token), .heartbeat(let body)):
      return body.attempt.token == token
    case (.progress(let token, let report), .progress(let body)):
      return body.attempt.token == token && body.summary == report.summary
        && body.percent == report.percent.flatMap { Millionths($0) } && body.usage == report.usage
        && body.detail == report.detail
    case (.artifact(let token, let report), .artifact(let body)):
      let isUnsaid = report.isLookedAt || (report.bytes == nil && report.sha256 == nil)
      // The file's size and hash are determined anew with each call, and may have changed.
      return body.attempt.token == token && body.role == report.role
        && ExactText(body.path) == ExactText(report.path)
        && (isUnsaid || (body.bytes == report.bytes && body.sha256 == report.sha256))
    case (.block(let token, let question, let options), .blocked(let body)):
      return body.attempt.token == token
        && ([body.question] + body.options).map { ExactText($0) }
          == ([question] + options).map { ExactText($0) }
    case (.block(let token, let question, let options), .heartbeat(let body)):
      return body.attempt.token == token && state.isAsking(question, options)
    case (.fallback(let token, let from, let to, let reason), .fallback(let body)):
      return body.attempt.token == token && body.from == from && body.to == to
        && body.reason == reason
    case (.requeue(let token, let reason, _), .requeued(let body)):
      return body.attempt.token == token && body.reason == reason
    case (.escalate(let wanted), .escalated(let body)): return body == wanted
    case (.annotate(let wanted), .annotated(let body)): return body == wanted
    case (.acknowledge(let note), .acknowledged(let body)): return body.note == note
    case (.recordPruning(let bytes), .workspacePruned(let body)): return body.bytesFreed == bytes
    default: return false
    }
  }
}
