import CanonicalJSON
import EventLog
import MissionReplay
import Synchronization

/// Prints events one below the other: as lines for a person, a day's first with the day above it, or as JSON lines.
final class EventPrinter: Sendable {
  private let invocation: Invocation
  private let day = Mutex<String?>(nil)

  init(invocation: Invocation) {
    self.invocation = invocation
  }

  /// Prints one event.
  func print(_ event: RecordedEvent) throws {
    guard !invocation.globals.json else {
      var writer = JSONWriter(order: .asWritten)
      writer.value(event)
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
