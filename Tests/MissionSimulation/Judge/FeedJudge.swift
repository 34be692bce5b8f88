import EventLog
import MissionModel

/// The promises over feeds, checked as the runtime ledger's events come: every event that belongs
/// into a feed comes exactly once, in its ledger's order, with the status as of it.
struct FeedJudge: Sendable {
  /// A source as the runtime ledger has passed it.
  private struct Source: Sendable {
    var cursor: Int64 = 0
    /// Whether the source is still the one that was read: an older image in its place ends that.
    var isTrusted = true
  }

  /// The versions of a feed's items, and the acknowledged place.
  struct Feed: Sendable {
    var versions: [Int64] = []
    var acknowledged: Int64 = 0
  }

  private var sources: [String: Source] = [:]
  private var delivered: Set<SourceMark> = []
  private(set) var feeds: [String: Feed] = [:]
  /// How many items were delivered again because somebody moved a cursor back.
  private(set) var redeliveries = 0

  /// Takes in an event of the runtime ledger; `judges` know what the sources hold, and are empty
  /// where history is only read again.
  mutating func take(_ event: RecordedEvent, _ judges: [String: LedgerJudge]) throws {
    guard let change = try RuntimeEvent.known(event) else { return }
    switch change {
    case .delivered(let item): try take(item, event, judges)
    case .advanced(let run):
      let name = run.source.event.ledger
      try pass(name, to: run.source.event.position, skipped: run.skipped - 1, event)
      try checkNothingWaits(name, upTo: run.source.event.position, event, judges)
      sources[name]?.cursor = run.source.event.position
    case .cursorMoved(let move):
      sources[move.ledger, default: Source()].cursor = move.target
      if !judges.isEmpty { sources[move.ledger]?.isTrusted = true }
    case .acknowledged(let body):
      feeds[body.sourceSessionID, default: Feed()].acknowledged = body.place
    case .unknown: break
    }
  }

  /// Holds nothing that comes from a source against what it holds, until its cursor is set: it was
  /// replaced.
  mutating func distrust(_ source: String) {
    sources[source, default: Source()].isTrusted = false
  }

  /// Whether a source is still the one that was read.
  func trusts(_ source: String) -> Bool { sources[source]?.isTrusted ?? true }

  /// The first event of a source that waits to be delivered; nil where all were.
  func waiting(in judge: LedgerJudge) -> EventID? {
    guard trusts(judge.name) else { return nil }
    let cursor = sources[judge.name]?.cursor ?? 0
    return judge.carried.last { $0.event.position > cursor }?.event
  }

  // MARK: Rules

  private mutating func take(
    _ item: BridgeDelivered, _ event: RecordedEvent, _ judges: [String: LedgerJudge]
  ) throws(Violation) {
    let mark = item.source
    let name = mark.event.ledger
    guard event.stream.string == "feed/\(item.sourceSessionID)" else {
      throw Violation("An item lies in its session's feed", "\(event.id) on \(event.stream)")
    }
    let isNew = delivered.insert(mark).inserted
    guard isNew != item.isRedelivery else {
      throw Violation(
        "An event is delivered exactly once",
        "\(event.id) delivers \(mark.event), \(isNew ? "as if it were again" : "again")")
    }
    if !isNew { redeliveries += 1 }
    try pass(name, to: mark.event.position, skipped: item.skippedBefore, event)
    if trusts(name), !judges.isEmpty {
      try checkNothingWaits(name, upTo: mark.event.position - 1, event, judges)
      let truth = judges[name]?.carried(at: mark.event.position)
      guard truth?.session == item.sourceSessionID, truth?.type == item.eventType,
        truth?.mission == item.missionID, truth?.status == item.missionStatus
      else {
        throw Violation(
          "An item tells its event as of then",
          "\(event.id) tells \(mark.event) as \(item.eventType), \(item.missionStatus)")
      }
    }
    sources[name]?.cursor = mark.event.position
    feeds[item.sourceSessionID, default: Feed()].versions.append(event.version)
  }

  /// Checks that a cursor moves forward, by as many events as are said to be passed.
  private mutating func pass(
    _ name: String, to position: Int64, skipped: Int64, _ event: RecordedEvent
  ) throws(Violation) {
    let cursor = sources[name, default: Source()].cursor
    sources[name] = sources[name] ?? Source()
    guard position == cursor + skipped + 1 else {
      throw Violation(
        "Events are delivered in their ledger's order",
        "\(event.id) goes from \(name):\(cursor) to \(position) and says that it passes \(skipped)")
    }
  }

  private func checkNothingWaits(
    _ name: String, upTo position: Int64, _ event: RecordedEvent, _ judges: [String: LedgerJudge]
  ) throws(Violation) {
    guard trusts(name), let judge = judges[name] else { return }
    let cursor = sources[name]?.cursor ?? 0
    if let lost = judge.firstCarried(after: cursor), lost.event.position <= position {
      throw Violation("No event is left out of its feed", "\(event.id) passes \(lost.event)")
    }
  }
}

extension LedgerJudge {
  /// The event at a position, where it belongs into a feed.
  func carried(at position: Int64) -> CarriedEvent? {
    firstCarried(after: position - 1).flatMap { $0.event.position == position ? $0 : nil }
  }

  /// The first event after a position that belongs into a feed; O(log n).
  func firstCarried(after position: Int64) -> CarriedEvent? {
    var (low, high) = (0, carried.count)
    while low < high {
      let middle = (low + high) / 2
      if carried[middle].event.position > position { high = middle } else { low = middle + 1 }
    }
    return low < carried.count ? carried[low] : nil
  }
}
