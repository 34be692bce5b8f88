extension MissionError {
  /// What went wrong, as one of the contract's codes; the raw value is what callers see.
  ///
  /// `traits` is the one table of what each code means to a shell, to HTTP and to a caller that may
  /// try again.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case validationError = "validation_error"
    case targetPathBlocked = "target_path_blocked"
    case unauthorized
    case forbidden
    case forbiddenOrigin = "forbidden_origin"
    case misdirectedHost = "misdirected_host"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case unsupportedMediaType = "unsupported_media_type"
    case idempotencyConflict = "idempotency_conflict"
    case missionTerminal = "mission_terminal"
    case invalidTransition = "invalid_transition"
    case leaseLost = "lease_lost"
    case versionConflict = "version_conflict"
    case retryBudgetExhausted = "retry_budget_exhausted"
    case payloadTooLarge = "payload_too_large"
    case bodyTooLarge = "body_too_large"
    case rateLimited = "rate_limited"
    case vpDBLocked = "vp_db_locked"
    case unavailable
    case ledgerFull = "ledger_full"
    case ledgerReadOnly = "ledger_read_only"
    case ledgerCorrupt = "ledger_corrupt"
    case schemaTooNew = "schema_too_new"
    case eventSchemaTooNew = "event_schema_too_new"
    case projectionOutdated = "projection_outdated"
    case notALedger = "not_a_ledger"
    case unsupportedFilesystem = "unsupported_filesystem"
    case configInvalid = "config_invalid"
    case artifactLocationUnavailable = "artifact_location_unavailable"
    case artifactWorkspaceMissing = "artifact_workspace_missing"
    case artifactReadFailed = "artifact_read_failed"
    case artifactOutsideWorkspace = "artifact_outside_workspace"
    case internalError = "internal_error"
  }
}

extension MissionError.Code {
  /// The meaning of one code at each door.
  package struct Traits: Hashable, Sendable {
    /// Whether the same call may succeed later, unchanged.
    package let retryable: Bool
    /// The status of an HTTP answer.
    package let httpStatus: Int
    /// The exit code of a command, after `sysexits.h`.
    package let exitCode: Int32
  }

  /// The code's row in the table of errors.
  package var traits: Traits {
    switch self {
    case .validationError, .targetPathBlocked:
      .init(retryable: false, httpStatus: 400, exitCode: 64)
    case .unauthorized: .init(retryable: false, httpStatus: 401, exitCode: 77)
    case .forbidden, .forbiddenOrigin: .init(retryable: false, httpStatus: 403, exitCode: 77)
    case .misdirectedHost: .init(retryable: false, httpStatus: 421, exitCode: 77)
    case .notFound: .init(retryable: false, httpStatus: 404, exitCode: 66)
    case .methodNotAllowed: .init(retryable: false, httpStatus: 405, exitCode: 64)
    case .unsupportedMediaType: .init(retryable: false, httpStatus: 415, exitCode: 64)
    case .idempotencyConflict, .missionTerminal, .invalidTransition, .leaseLost, .versionConflict,
      .retryBudgetExhausted:
      .init(retryable: false, httpStatus: 409, exitCode: 65)
    case .payloadTooLarge, .bodyTooLarge: .init(retryable: false, httpStatus: 413, exitCode: 64)
    case .rateLimited: .init(retryable: true, httpStatus: 429, exitCode: 75)
    case .vpDBLocked, .unavailable: .init(retryable: true, httpStatus: 503, exitCode: 75)
    case .ledgerFull: .init(retryable: true, httpStatus: 507, exitCode: 74)
    case .ledgerReadOnly: .init(retryable: false, httpStatus: 503, exitCode: 74)
    case .ledgerCorrupt: .init(retryable: false, httpStatus: 500, exitCode: 74)
    case .schemaTooNew, .eventSchemaTooNew, .projectionOutdated, .notALedger,
      .unsupportedFilesystem:
      .init(retryable: false, httpStatus: 503, exitCode: 78)
    case .configInvalid: .init(retryable: false, httpStatus: 500, exitCode: 78)
    case .artifactLocationUnavailable: .init(retryable: false, httpStatus: 404, exitCode: 66)
    case .artifactWorkspaceMissing: .init(retryable: false, httpStatus: 404, exitCode: 66)
    case .artifactReadFailed: .init(retryable: false, httpStatus: 500, exitCode: 74)
    case .artifactOutsideWorkspace: .init(retryable: false, httpStatus: 403, exitCode: 77)
    case .internalError: .init(retryable: false, httpStatus: 500, exitCode: 70)
    }
  }
}
