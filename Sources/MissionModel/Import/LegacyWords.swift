/// The predecessor's words for things that this program has its own words for.
enum LegacyWords {
  /// Reads a status: this program's words in any case and spacing, and the usual other ones.
  ///
  /// Also returns whether it is written as this program writes it; nil for an unknown word.
  static func status(_ word: String) -> (status: MissionStatus, isPlain: Bool)? {
    let plain = plain(word)
    if let status = MissionStatus(rawValue: plain) { return (status, plain == word) }
    return synonyms[plain].map { ($0, false) }
  }

  /// Reads a tier: this program's words, and those of the predecessor.
  static func tier(_ word: String) -> PriorityTier? {
    switch plain(word) {
    case "operator_daily": .critical
    case "operator_signal": .high
    case "maintenance": .low
    case let other: PriorityTier(rawValue: other)
    }
  }

  /// What an event's type shows of the mission's course: the status it ends in, or that it was
  /// dispatched.
  enum Course: Hashable {
    case dispatched
    case ended(MissionStatus)
    case other
  }

  /// Reads an event's type by its last part: `vp.mission.completed`, `mission_completed` and
  /// `completed` mean the same.
  static func course(_ type: String) -> Course {
    var last = plain(String(type.split(separator: ".").last ?? ""))
    if last.hasPrefix("mission_") { last.removeFirst("mission_".count) }
    switch last {
    case "dispatched", "queued", "created", "enqueued": return .dispatched
    case "completed", "failed", "cancelled":
      return MissionStatus(rawValue: last).map { .ended($0) } ?? .other
    case "canceled": return .ended(.cancelled)
    default: return .other
    }
  }

  private static func plain(_ word: String) -> String {
    String(word.trimmed.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  private static let synonyms: [String: MissionStatus] = [
    "pending": .queued, "dispatched": .queued, "created": .queued, "new": .queued,
    "waiting": .queued,
    "claimed": .running, "started": .running, "in_progress": .running, "active": .running,
    "cancel_requested": .running, "cancelling": .running,
    "waiting_for_input": .blocked, "paused": .blocked,
    "complete": .completed, "done": .completed, "success": .completed, "succeeded": .completed,
    "finished": .completed,
    "error": .failed, "failure": .failed, "timeout": .failed, "timed_out": .failed,
    "aborted": .failed,
    "canceled": .cancelled, "killed": .cancelled, "stopped": .cancelled,
  ]
}
