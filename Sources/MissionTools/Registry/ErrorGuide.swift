import MissionControl
package import MissionModel

/// What each error asks of a tool's caller: one line that says what to call next.
package enum ErrorGuide {
  /// All codes in the order in which they are explained; the codes of a group ask the same.
  package static let groups: [[MissionError.Code]] = [
    [.validationError, .payloadTooLarge, .bodyTooLarge], [.notFound], [.idempotencyConflict],
    [.missionTerminal], [.invalidTransition], [.versionConflict], [.retryBudgetExhausted],
    [.targetPathBlocked], [.vpDBLocked, .unavailable, .rateLimited], [.ledgerFull],
    [.artifactLocationUnavailable], [.artifactWorkspaceMissing], [.artifactReadFailed],
    [.artifactOutsideWorkspace], [.leaseLost], [.unauthorized, .forbidden],
    [.forbiddenOrigin, .misdirectedHost, .methodNotAllowed, .unsupportedMediaType],
    [
      .ledgerReadOnly, .ledgerCorrupt, .notALedger, .unsupportedFilesystem, .projectionOutdated,
      .schemaTooNew, .eventSchemaTooNew, .configInvalid, .internalError,
    ],
  ]

  /// What the error asks for: its code, and what its details say.
  package static func advice(for error: MissionError) -> String {
    if error.isReversible {
      return
        "this worker's own finish still counts: go on, and report the end with vp_complete or vp_fail"
    }
    if error.isOfNoHome {
      return
        "there is nothing to read yet: the first dispatch makes the home; if there should be one, "
        + "or you may not dispatch, tell a person what the message says"
    }
    return advice(for: error.code)
  }

  /// What the error asks of a caller of this audience that is served these tools: a call of another
  /// would be refused.
  package static func advice(
    for error: MissionError, to audience: Tool.Audience, serving names: Set<String>
  ) -> String {
    let workers = audience == .worker ? adviceToAWorker(for: error) : nil
    let advice = workers ?? Self.advice(for: error)
    return Tools.areNamed(in: advice, among: names)
      ? advice : "fix what the message names, or tell a person what it says"
  }

  /// What the error asks of a worker, which doesn't judge its own mission; nil where it asks the
  /// same of everybody.
  private static func adviceToAWorker(for error: MissionError) -> String? {
    switch error.code {
    case .missionTerminal: "it has ended: stop working on it, \(NextCall.nextClaim)"
    case .invalidTransition where error.isOfAQuestion: NextCall.untilAnswered
    case .invalidTransition: "go on without this call: the message says how the mission stands"
    case .notFound where !error.isOfNoHome: "give the mission_id that vp_claim_mission answered"
    default: nil
    }
  }

  /// What the code asks for.
  package static func advice(for code: MissionError.Code) -> String {
    switch code {
    case .validationError, .payloadTooLarge, .bodyTooLarge:
      "fix what the message names and call again"
    case .notFound:
      "vp_list_missions lists the missions, vp_read_result_artifacts without path lists a "
        + "mission's files; give the whole id or path"
    case .idempotencyConflict:
      "an earlier request differed from this one: vp_get_mission shows the mission that it made; "
        + "for other work dispatch with another idempotency_key"
    case .missionTerminal:
      "it has ended: vp_get_mission shows how; vp_retry_mission tries a failed or cancelled one again"
    case .invalidTransition: "vp_get_mission shows its status and what it waits for"
    case .versionConflict:
      "this question is no longer open: vp_get_mission shows whether another is"
    case .leaseLost:
      "the mission is no longer this worker's: stop working on it, \(NextCall.nextClaim)"
    case .retryBudgetExhausted: "vp_escalate_mission: a person must look"
    case .targetPathBlocked: "give another target_path, or none, and dispatch again"
    case .vpDBLocked, .unavailable, .rateLimited:
      "nothing is lost: call again after retry_after_ms, with the same idempotency_key if you gave one"
    case .ledgerFull: "the disk is full: tell a person, and call again when there is room"
    case .artifactLocationUnavailable:
      "the files are on the host that the message names: tell a person where they are"
    case .artifactWorkspaceMissing:
      "there are no files to read: vp_get_mission shows its status and its report, "
        + "vp_get_timeline the files that were recorded; if it has not ended, vp_wait_mission, then call again"
    case .artifactReadFailed: "call again; if it fails again, vp_escalate_mission"
    case .artifactOutsideWorkspace:
      "only a mission's own files can be read: give a path that vp_read_result_artifacts lists; "
        + "if the list itself is refused, tell a person what the message says"
    case .unauthorized, .forbidden: "this caller may not do that: tell a person"
    case .forbiddenOrigin, .misdirectedHost, .methodNotAllowed, .unsupportedMediaType:
      "the client or the server is set up wrong: tell a person what the message says"
    case .ledgerReadOnly, .ledgerCorrupt, .schemaTooNew, .eventSchemaTooNew, .projectionOutdated,
      .notALedger, .unsupportedFilesystem, .configInvalid, .internalError:
      "no call can fix this: tell a person what the message says"
    }
  }
}
