/// Something odd in a row of another system's ledger: it is kept as it is, and reported.
package struct LegacyOddity: Hashable, Sendable {
  /// The kind of oddity.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case missionExists = "mission_exists"
    case changedSinceImport = "changed_since_import"
    case sameMission = "several_rows_of_a_mission"
    case illegalID = "illegal_id"
    case unknownVP = "unknown_vp"
    case unknownStatus = "unknown_status"
    case statusSpelling = "status_spelling"
    case noEvents = "no_events"
    case noDispatchEvent = "no_dispatch_event"
    case noTerminalEvent = "no_terminal_event"
    case severalTerminalEvents = "several_terminal_events"
    case terminalEventContradicts = "terminal_event_contradicts_status"
    case cancelNotObeyed = "cancel_requested_but_not_cancelled"
    case finishedWithoutStart = "finished_without_start"
    case finishedWithoutEnd = "finished_without_end_time"
    case endedButUnfinished = "end_time_but_unfinished"
    case timesOutOfOrder = "times_out_of_order"
    case claimExpired = "claim_expired"
    case noClaim = "running_without_claim"
    case noTimes = "no_times"
    case unreadableTime = "unreadable_time"
    case timeWithoutZone = "time_without_zone"
    case malformedJSON = "malformed_json"
    case noText = "no_text"
    case priorityOutOfBounds = "priority_out_of_bounds"
    case unknownTier = "unknown_priority_tier"
    case unknownBudget = "unknown_budget"
    case emptyObjective = "empty_objective"
    case objectiveTooLong = "objective_too_long"
    case illegalReference = "illegal_reference"
    case tooLarge = "too_large_for_one_event"
    case cut = "too_long_to_be_kept_whole"
    case eventOfOtherVP = "event_of_another_vp"
    case eventWithoutMission = "event_without_mission"
    case missingEvents = "missing_events"
    case redacted
  }

  package let kind: Kind
  /// Where it was found, such as `vp_missions` and its key.
  package let table: String
  package let key: String
  /// What was found there, in words.
  package let detail: String

  /// Makes an oddity.
  package init(_ kind: Kind, table: String, key: String, _ detail: String) {
    self.kind = kind
    self.table = table
    self.key = key
    self.detail = detail
  }
}

extension LegacyOddity.Kind {
  /// What was done about it, for people.
  package var sentence: String {
    switch self {
    case .missionExists: "this home has a mission of that id already: nothing was taken over"
    case .changedSinceImport:
      "a row that changed since its import, or further events: the mission stays as it was, these are kept beside it"
    case .sameMission:
      "a row with the id of another, white space aside: it is kept beside that mission"
    case .illegalID: "an id that is not allowed here: a valid one replaces it"
    case .unknownVP: "a VP that is not configured: it is known from now on"
    case .unknownStatus:
      "an unknown status: it follows from events and times, else is failed"
    case .statusSpelling: "a status in another spelling"
    case .noEvents: "a mission without any event"
    case .noDispatchEvent: "events, but none of the dispatch"
    case .noTerminalEvent: "ended by its row, but no event records the end"
    case .severalTerminalEvents: "more than one event records an end: the row's status counts"
    case .terminalEventContradicts:
      "an event records another end than the row: the row's status counts"
    case .cancelNotObeyed: "ended otherwise although a cancel was requested"
    case .finishedWithoutStart: "ended without a start: there is no duration"
    case .finishedWithoutEnd: "ended at an unknown time: there is no duration"
    case .endedButUnfinished: "has the time of an end, but has not ended"
    case .timesOutOfOrder: "times out of order: they are kept"
    case .claimExpired: "held by a claim that has expired: it is stale"
    case .noClaim: "held without a claim: its age decides whether it is stale"
    case .noTimes: "without any time"
    case .unreadableTime: "a text that is not a time: it counts as absent"
    case .timeWithoutZone: "times without a zone: they count as UTC"
    case .malformedJSON:
      "text that is not JSON, or not of the expected kind: it is kept as text"
    case .noText:
      "bytes that are not text: they are kept as hexadecimal digits, and count as absent"
    case .priorityOutOfBounds: "a priority outside the bounds of a dispatch: it is kept"
    case .unknownTier: "an unknown tier: it counts as normal"
    case .unknownBudget: "unknown limits: they are kept, but not enforced"
    case .emptyObjective: "an empty objective"
    case .objectiveTooLong: "an objective longer than a dispatch allows: it is kept"
    case .illegalReference: "a reference that is not allowed here: it is kept only in the row"
    case .tooLarge: "larger than one event may be: it is kept in parts"
    case .cut: "a value too long to be read whole: its beginning is kept"
    case .eventOfOtherVP: "an event of another VP than its mission's"
    case .eventWithoutMission: "events of missions that the file lacks: they are left out"
    case .redacted: "text that matches `redact` in the configuration: it is removed"
    case .missingEvents:
      "some of its events are missing or repeated: its status follows from those that are there"
    }
  }
}
