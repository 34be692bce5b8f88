import CanonicalJSON
import EventLog
import MissionControl
import MissionReplay
import Synchronization

/// Prints events one below the other: as lines for a person, with a heading for each day, or as
/// JSON lines.
final class EventPrinter: Sendable {
  private let invocation: Invocation
  /// Whether a JSON line holds the cursor from which a followed log goes on after it.
  private let follows: Bool
  private let day = Mutex<String?>(nil)
  private let printed = Mutex(false)

  init(invocation: Invocation, follows: Bool) {
    self.invocation = invocation
    self.follows = follows
  }

  /// Whether anything was printed.
  var hasPrinted: Bool { printed.withLock { $0 } }

  /// Prints one event, after which `place` is reached.
  func print(_ event: RecordedEvent, at place: LedgerCursor) throws {
    printed.withLock { $0 = true }
    guard !invocation.globals.json else {
      var writer = JSONWriter(order: .asWritten)
      writer.object { writer in
        event.writeMembers(into: &writer)
        if follows { writer.field("cursor", place.description) }
      }
      return try invocation.print(json: writer.finish())
    }
    let page = invocation.page
    let today = EventText.day(event.recordedAt, page.time)
    let isNew = day.withLock { day in
      defer { day = today }
      return day != today
    }
    if isNew { try page.line(today, .faint) }
    try page.console.out.line(EventText.line(event, page))
  }
}
