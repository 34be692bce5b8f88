import Platform

/// The course of a mission as its row and its events describe it, with their contradictions.
extension LegacyReading {
  /// The times of a mission's row.
  struct Times {
    var created: Instant?
    var started: Instant?
    var completed: Instant?
    var updated: Instant?
    var claimExpires: Instant?
  }

  mutating func times() -> Times {
    Times(
      created: time("created_at"), started: time("started_at"), completed: time("completed_at"),
      updated: time("updated_at"), claimExpires: time("claim_expires_at"))
  }

  /// The status; for an unknown word, the one that events and times show, and `failed` if they show
  /// none, since a mission that may have run must not run again by itself.
  mutating func status(_ courses: [LegacyWords.Course], _ times: Times) -> MissionStatus {
    let word = row["status"].word
    if let word, let known = LegacyWords.status(word) {
      if !known.isPlain || row["status"] != .text(word) {
        note(.statusSpelling, "status is \(word.excerpt): \(known.status.rawValue)")
      }
      return known.status
    }
    var told: MissionStatus = .failed
    for case .ended(let status) in courses { told = status }
    if !courses.contains(where: { $0.isEnd }), times.completed == nil, times.claimExpires != nil {
      told = .running
    }
    note(.unknownStatus, "status is \(word?.excerpt ?? "empty"): \(told.rawValue)")
    return told
  }

  /// Notes contradictions between the row and its events, and missing values.
  mutating func contradictions(
    in mission: MissionImported, _ courses: [LegacyWords.Course], _ times: Times, now: Instant
  ) {
    let status = mission.status
    let ends = courses.filter(\.isEnd)
    if courses.isEmpty {
      note(.noEvents, "it is \(status.rawValue)")
    } else {
      let count = courses.count == 1 ? "1 event" : "\(courses.count) events"
      if !courses.contains(.dispatched) { note(.noDispatchEvent, "it has \(count)") }
      if status.isTerminal, ends.isEmpty { note(.noTerminalEvent, "it is \(status.rawValue)") }
    }
    if ends.count > 1 { note(.severalTerminalEvents, ends.map(\.word).joined(separator: ", ")) }
    if let other = ends.first(where: { $0 != .ended(status) }) {
      note(.terminalEventContradicts, "it is \(status.rawValue), an event says \(other.word)")
    }
    if mission.cancelRequested, status.isTerminal, status != .cancelled {
      note(.cancelNotObeyed, "it is \(status.rawValue)")
    }
    if status.isTerminal {
      if times.started == nil { note(.finishedWithoutStart, "it is \(status.rawValue)") }
      if times.completed == nil { note(.finishedWithoutEnd, "it is \(status.rawValue)") }
    } else if let completed = times.completed {
      note(.endedButUnfinished, "it is \(status.rawValue), completed_at is \(completed)")
    }
    if status.isHeld { heldOddities(times, now: now) }
    order(times)
  }

  private mutating func heldOddities(_ times: Times, now: Instant) {
    if let expires = times.claimExpires {
      if expires <= now { note(.claimExpired, "at \(expires)") }
    } else if times.updated == nil, times.started == nil, times.created == nil {
      note(.noTimes, "it is \(row["status"].word ?? "")")
    } else {
      note(.noClaim, "last heard of at \(times.updated ?? times.started ?? times.created ?? now)")
    }
  }

  private mutating func order(_ times: Times) {
    let all = [
      ("created_at", times.created), ("started_at", times.started),
      ("completed_at", times.completed),
    ].compactMap { name, time in time.map { (name, $0) } }
    for (earlier, later) in zip(all, all.dropFirst()) where later.1 < earlier.1 {
      note(.timesOutOfOrder, "\(later.0) is before \(earlier.0)")
    }
  }
}

extension LegacyWords.Course {
  /// Whether it is an end.
  fileprivate var isEnd: Bool { if case .ended = self { true } else { false } }

  /// The word for its status.
  fileprivate var word: String {
    if case .ended(let status) = self { status.rawValue } else { "" }
  }
}
