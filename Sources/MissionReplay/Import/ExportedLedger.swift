import EventLog
import Platform

/// The lines of one ledger in an export, compared with the home's ledger.
struct ExportedLedger {
  /// How many lines there are, and their places while they are whole.
  private(set) var count: Int64 = 0
  private(set) var places: [LineFile.Place] = []
  /// Whether they are a log from its first event on, in order.
  private(set) var isWhole = true
  /// Whether the home's ledger holds only their beginning.
  var isOurs = true
  /// How many events that ledger has; nil where the home has no such ledger.
  let head: Int64?
  private var lastTime = Instant(microseconds: .min)

  init(head: Int64?) { self.head = head }

  /// Adds the next line.
  mutating func take(_ event: RecordedEvent, at place: LineFile.Place) {
    count += 1
    if event.position != count || event.recordedAt < lastTime { isWhole = false }
    lastTime = event.recordedAt
    if isWhole { places.append(place) } else { places = [] }
  }

  /// Whether the home's ledger can be continued with them, event by event.
  var isRestorable: Bool { isWhole && isOurs && head != nil }
}
