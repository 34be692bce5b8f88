package import MissionModel

/// What each error asks of whoever called a tool: one line that says what to call next.
package enum ErrorGuide {
  /// The codes that an agent meets in its work, in the order in which they are explained; those of a group ask the same.
  package static let usual: [[MissionError.Code]] = [
    [.validationError, .payloadTooLarge, .bodyTooLarge], [.notFound], [.idempotencyConflict],
    [.missionTerminal], [.invalidTransition], [.versionConflict], [.retryBudgetExhausted],
    [.targetPathBlocked], [.vpDBLocked, .unavailable, .rateLimited], [.ledgerFull],
    [.artifactLocationUnavailable], [.artifactWorkspaceMissing], [.artifactReadFailed],
    [.artifactOutsideWorkspace], [.leaseLost], [.unauthorized, .forbidden],
    [
      .ledgerReadOnly, .ledgerCorrupt, .notALedger, .unsupportedFilesystem, .projectionOutdated,
      .schemaTooNew, .eventSchemaTooNew, .configInvalid, .internalError,
    ],
  ]

  /// What the error asks for: its code, and what its details say.
  package static func advice(for error: MissionError) -> String {
    error.isReversible
      ? "the verdict yields to this worker's own finish: go on, and say how it ends by vp_complete or vp_fail"
      : advice(for: error.code)
  }

  /// What the code asks for.
  package static func advice(for code: MissionError.Code) -> String {
    switch code {
    case .validationError, .payloadTooLarge, .bodyTooLarge, .unsupportedMediaType,
      .methodNotAllowed:
      "mend what the message names and call again"
    case .notFound:
      "vp_list_missions shows the missions that there are, vp_read_result_artifacts without a path a mission's "
        + "files; a tool wants the whole id or path"
    case .idempotencyConflict:
      "the same was asked for otherwise before: vp_get_mission shows the mission that was made; for other work "
        + "dispatch with another idempotency_key"
    case .missionTerminal:
      "it has ended: vp_get_mission shows how; vp_retry_mission tries a failed or cancelled one again"
    case .invalidTransition: "vp_get_mission shows its status and what it waits for"
    case .versionConflict: "the question is past: vp_get_mission shows whether another is open"
    case .leaseLost:
      "the mission is no longer this worker's: stop working on it, vp_claim_mission for the next"
    case .retryBudgetExhausted: "vp_escalate_mission: a person must look"
    case .targetPathBlocked: "give another target_path, or none, and dispatch again"
    case .vpDBLocked, .unavailable, .rateLimited:
      "nothing is lost: call again after retry_after_ms, with the same idempotency_key"
    case .ledgerFull: "the disk is full: tell a person, and call again when there is room"
    case .artifactLocationUnavailable:
      "the files are on the host that the message names: tell a person where they are"
    case .artifactWorkspaceMissing:
      "the files are gone: vp_get_timeline says what there was; vp_retry_mission makes them anew"
    case .artifactReadFailed: "call again; if it stays so, vp_escalate_mission"
    case .artifactOutsideWorkspace: "give a path of the list that vp_read_result_artifacts gives"
    case .unauthorized, .forbidden, .forbiddenOrigin, .misdirectedHost:
      "this caller may not do that: tell a person"
    case .ledgerReadOnly, .ledgerCorrupt, .schemaTooNew, .eventSchemaTooNew, .projectionOutdated,
      .notALedger, .unsupportedFilesystem, .configInvalid, .internalError:
      "no call of yours mends it: tell a person what the message says"
    }
  }
}
