package import MissionModel
import Platform

/// Something that the caller should know although the call succeeded.
package struct Warning: Hashable, Sendable, CustomStringConvertible {
  /// What kind of warning it is.
  package enum Kind: String, Hashable, Sendable {
    /// The request equals that of an unfinished mission of the same session.
    case possibleDuplicate = "possible_duplicate_of"
    case noLiveWorker = "no_live_worker"
    case vpPaused = "vp_paused"
    /// The mission's deadline has passed, so that nobody can claim it.
    case deadlinePassed = "deadline_passed"
    /// A ledger could not be read, so the answer leaves it out.
    case ledgerUnavailable = "ledger_unavailable"
    /// A ledger's last event lies in the future: a clock ran ahead when it was recorded, or this
    /// one is behind.
    case ledgerAhead = "ledger_ahead"
    /// The bridge carries nothing more from a ledger.
    case bridgeStopped = "bridge_stopped"
    /// The home is a capsule, which holds its missions alone.
    case capsuleOnly = "capsule_only"
    /// Events of a mission can't be read, and it is left as it is.
    case eventUnread = "event_unread"
    /// A line of the roots to compare a ledger with was not understood.
    case rootUnread = "root_unread"
    /// A line of the configuration was not understood, and its default is in force.
    case configuration = "config_invalid"
    /// A variable of the environment looks like a setting, and is ignored.
    case variableUnknown = "variable_unknown"
    /// There is little room left on the disk, or too little for new work.
    case diskLow = "disk_low"
    /// A mission was ended although its worker's process may still run.
    case processMayRun = "process_may_still_run"
    /// A backup's copy of a ledger is not what was appended, or not what its events say.
    case backupDamaged = "backup_damaged"
    /// Files that were recorded are not where they were.
    case artifactsGone = "artifacts_gone"
    /// Entries of a workspace can't be listed.
    case artifactsUnlisted = "artifacts_unlisted"
    /// A part of a file is not text.
    case artifactNoText = "artifact_no_text"
    /// A mission that was dispatched for one worker was claimed by another.
    case claimedElsewhere = "claimed_elsewhere"
    /// The moment that an answer is as of lies ahead.
    case asOfFuture = "as_of_future"
    /// An answer was cut to what its reader can take.
    case answerCut = "answer_cut"
  }

  package let kind: Kind
  /// What was found, and what to do about it.
  package let message: String
  /// The mission concerned, if it is not the answer's own.
  package let missionID: MissionID?
  /// The ledger that could not be read, and its error.
  package let ledger: String?
  package let error: MissionError?

  init(
    _ kind: Kind, _ message: String, missionID: MissionID? = nil, ledger: String? = nil,
    error: MissionError? = nil
  ) {
    self.kind = kind
    self.message = message
    self.missionID = missionID
    self.ledger = ledger
    self.error = error
  }

  /// Says that a ledger is left out, and why.
  static func leftOut(_ ledger: String, _ error: MissionError) -> Warning {
    Warning(
      .ledgerUnavailable,
      "ledger \(ledger) is left out: \(error.message(within: ledger))", ledger: ledger,
      error: error)
  }

  /// Says that a ledger was damaged before it was copied into a backup, and how.
  static func copyDamaged(_ ledger: String, _ found: String) -> Warning {
    Warning(
      .backupDamaged,
      "ledger \(ledger) is damaged, and so is this copy, which restore will refuse: \(found); an "
        + "older backup may have it whole",
      ledger: ledger)
  }

  /// Says that a ledger's last event lies in the future.
  package static func ahead(_ ledger: String, _ lead: ClockLead) -> Warning {
    Warning(.ledgerAhead, "ledger \(ledger): \(lead.notice)", ledger: ledger)
  }

  /// Says that the bridge carries nothing from a source, why, the way out, and how many events lie
  /// beyond its cursor, if that is known.
  static func halted(
    _ source: String, _ error: MissionError, backlog: Int64? = nil, as kind: Kind
  ) -> Warning {
    let waiting = backlog.map { " (backlog \($0))" } ?? ""
    return Warning(
      kind,
      "the bridge stands still at \(source)\(waiting): \(error.message(within: source))",
      ledger: source, error: error)
  }

  /// Says that a mission was claimed by another worker than it was dispatched for.
  package static func claimedElsewhere(_ worker: WorkerID) -> Warning {
    Warning(
      .claimedElsewhere,
      "another worker, \(worker), claimed the mission first: the command was not started")
  }

  /// Says that a moment, given as a parameter, is yet to come.
  static func future(_ moment: Instant, _ field: String) -> Warning {
    Warning(
      .asOfFuture,
      "\(field) \(moment) is in the future: what is known now is judged as of that time, as if "
        + "nothing more happened until then"
    )
  }

  /// Says which missions the numbers of a capsule's VPs and sessions count.
  static let capsuleOnly = Warning(
    .capsuleOnly,
    "a capsule holds its missions and the sessions of their workers: the other missions and workers of "
      + "these VPs are not counted")

  /// Says that a ledger is left out because no lane names it.
  static func unnamed(_ file: String) -> Warning {
    Warning(
      .ledgerUnavailable,
      "\(file): this home has used it, but no lane in the configuration names it: name it in lanes, or move the file away"
    )
  }

  /// Says that a ledger is left out of a query because it would be one too many.
  package static func surplus(_ ledger: String, beyond most: Int) -> Warning {
    Warning(
      .ledgerUnavailable,
      "ledger \(ledger) is left out: a query reads \(most) ledgers, those with the most "
        + "events, and the runtime ledger; `missionlog export --format sqlite` has them all",
      ledger: ledger)
  }

  /// Says that missions (at least one) are left out because their events can't be read, with the
  /// reason for the first.
  package static func leftOut(
    _ missions: [MissionID], of ledger: String, _ error: MissionError
  ) -> Warning {
    let reason = error.message(within: ledger)
    guard let only = missions.first, missions.count == 1 else {
      let names = some(of: missions.map(\.rawValue))
      return Warning(
        .eventUnread, "\(missions.count) missions are left out (\(names)): \(reason)",
        ledger: ledger, error: error)
    }
    return Warning(
      .eventUnread, "mission \(only) is left out: \(reason)", missionID: only, ledger: ledger,
      error: error)
  }

  /// Says that a mission is left as it is, since events that can't be read may have moved it.
  static func unread(_ mission: MissionID, in ledger: String) -> Warning {
    Warning(
      .eventUnread,
      "\(mission) is left as it is: this version can't read events that may have changed it; "
        + "`missionlog projections` shows more",
      missionID: mission, ledger: ledger)
  }

  /// Says which recorded files are gone from a workspace.
  static func gone(_ paths: [String]) -> Warning {
    Warning(
      .artifactsGone, "recorded, but no longer in the workspace: " + some(of: paths))
  }

  /// Names in a sentence, as many as it has room for, and how many more there are.
  private static func some(of names: [String]) -> String {
    let most = 20
    let rest = names.count > most ? " and \(names.count - most) more" : ""
    return names.prefix(most).joined(separator: ", ") + rest
  }

  /// Says what is not listed of a workspace; nil where all is.
  static func unlisted(_ files: UnlistedFiles) -> Warning? {
    var parts: [String] = []
    if files.count > 0 {
      parts.append(
        "\(files.count) more can't be listed: names that are not UTF-8, or folders that can't be read"
      )
    }
    if files.goOn {
      parts.append("no more than \(ArtifactReader.entryLimit) files and folders were looked at")
    }
    guard !parts.isEmpty else { return nil }
    return Warning(
      .artifactsUnlisted, "the workspace holds more: " + parts.joined(separator: "; "))
  }

  /// Says how many bytes of a file's part are not text, and from where on; nil where all are.
  static func noText(in part: ArtifactText) -> Warning? {
    guard part.unreadable > 0 else { return nil }
    let verb = part.unreadable == 1 ? "is" : "are"
    let found = "\(part.unreadable) of \(part.looked) bytes \(verb)"
    let place = "from byte \(part.firstUnreadable) on"
    return Warning(
      .artifactNoText,
      part.text == nil ? "it is not text: \(found) not, \(place)" : "\(found) not text, \(place)")
  }

  package var description: String { message }

  /// The error for an answer that has no place for warnings and leaves out a ledger.
  package var refusal: MissionError? {
    guard kind == .ledgerUnavailable else { return nil }
    return error ?? MissionError(.configInvalid, message)
  }

  /// The warning of an answer that was cut, saying what is left out and how to get it.
  package static func cut(_ message: String) -> Warning { Warning(.answerCut, message) }

  /// The warning of a variable that was meant for the configuration and isn't known.
  package static func unknown(_ variable: UnknownVariable) -> Warning {
    Warning(.variableUnknown, variable.description)
  }

  /// The warning that a line of the kept roots is left out.
  package static func rootLeftOut(_ message: String) -> Warning { Warning(.rootUnread, message) }

  /// The warning of an answer that leaves out a ledger.
  package static func leftOut(_ ledger: String, _ error: any Error) -> Warning {
    leftOut(ledger, MissionError(error, ledger: ledger))
  }
}

extension Warning {
  /// The reason why the ledger of this warning is left out; nil for a warning of another kind.
  fileprivate var ledgerError: MissionError? { kind == .ledgerUnavailable ? error : nil }
}

extension [Warning] {
  /// The warnings without repetitions, and one for each ledger that is left out, whatever errors it
  /// had.
  var onceEach: [Warning] {
    var (said, ledgers): (Set<Warning>, Set<String>) = ([], [])
    return filter { warning in
      guard said.insert(warning).inserted else { return false }
      guard warning.ledgerError != nil, let ledger = warning.ledger else { return true }
      return ledgers.insert(ledger).inserted
    }
  }

  /// The error of the first ledger that was left out.
  package var firstLedgerError: MissionError? { lazy.compactMap(\.ledgerError).first }

  /// The first such error, in the warning's words, which name the ledger.
  package var leftOut: MissionError? {
    lazy.compactMap { warning in
      warning.ledgerError.map { .leftOut($0.code, warning.message) }
    }.first
  }
}
