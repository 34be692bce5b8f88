package import CanonicalJSON
import EventLog
import MissionModel

extension MissionDiff {
  /// Writes the members of the comparison.
  package func writeMembers(into writer: inout JSONWriter) {
    writer.field("missions", [left, right].map(\.mission.state.facts.missionID.rawValue))
    writer.field("statuses", [left, right].map(\.mission.effectiveStatus.rawValue))
    writer.field("same", isSame)
    writer.field("request", request)
    writer.field("first_divergence", divergence)
    writer.field(
      "steps",
      array: { writer in
        for row in rows { writer.element(object: { write(row, into: &$0) }) }
      })
  }

  private func write(_ row: Row, into writer: inout JSONWriter) {
    switch row {
    case .same(let first, let second):
      write("same", first, second, into: &writer)
    case .changed(let first, let second, let fields):
      write("changed", first, second, into: &writer)
      writer.field("fields", fields)
    case .left(let event): write("only_first", event, nil, into: &writer)
    case .right(let event): write("only_second", nil, event, into: &writer)
    }
  }

  private func write(
    _ kind: String, _ first: RecordedEvent?, _ second: RecordedEvent?,
    into writer: inout JSONWriter
  ) {
    writer.field("is", kind)
    writer.field(
      "first", first.map { Short(event: $0, offset: left.offset(of: $0), upcasting: upcasting) })
    writer.field(
      "second", second.map { Short(event: $0, offset: right.offset(of: $0), upcasting: upcasting) })
  }

  /// An event in short, with its time in its mission's course.
  private struct Short: JSONWritable {
    let event: RecordedEvent
    let offset: Int64
    let upcasting: Upcasting

    func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("event_id", event.id.description)
        writer.field("type", event.type)
        writer.field("seconds", Double(offset) / 1_000_000)
        writer.field("summary", EventSummary(of: event, upcasting).text)
      }
    }
  }
}
