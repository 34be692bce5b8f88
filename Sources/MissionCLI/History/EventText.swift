import EventLog
import MissionModel
import MissionReplay
import Platform

/// An event as one line: its time, its place in the log, its subject, and its summary.
enum EventText {
  /// `23:51:01  vp:12     deadbeef  claimed by w-1, attempt 1`, cut to the screen.
  static func line(_ event: RecordedEvent, _ page: Page, showsStream: Bool = true) -> String {
    let clock = page.time.face.time(event.recordedAt)
    let place = TextWidth.pad("\(event.ledger):\(event.position)", to: 8)
    let stream = showsStream ? TextWidth.pad(shortStream(event.stream), to: 8) + "  " : ""
    let head = "\(place)  \(stream)"
    let room = max(page.screen.width - clock.count - 2 - TextWidth.columns(head), 16)
    let summary = EventSummary(of: event)
    return page.screen.paint(clock, .faint) + "  " + head
      + page.screen.paint(TextWidth.cut(words(of: event, summary), to: room), summary.style)
  }

  /// `2026-11-23 +01:00`, the heading of a day's lines.
  static func day(_ instant: Instant, _ time: TimeText) -> String {
    "\(time.face.day(instant)) \(time.face.zone(instant))"
  }

  /// The summary, with the event's type in front unless it begins with it.
  private static func words(of event: RecordedEvent, _ summary: EventSummary) -> String {
    let type = shortType(event.type)
    return summary.text.hasPrefix(type.replacing("_", with: " "))
      ? summary.text : "\(type): \(summary.text)"
  }

  /// A mission event's type without the prefix of all; another type without `vp.` alone.
  private static func shortType(_ type: String) -> String {
    for prefix in ["vp.mission.", "vp."] where type.hasPrefix(prefix) {
      return String(type.dropFirst(prefix.count))
    }
    return type
  }

  /// A mission's short id; for other streams their kind.
  private static func shortStream(_ stream: StreamName) -> String {
    MissionID(stream: stream)?.short ?? String(stream.string.prefix { $0 != "/" })
  }
}
