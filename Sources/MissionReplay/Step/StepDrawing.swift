import CanonicalJSON
import EventLog
import Platform

/// The steps of a mission drawn for people: each event, and below it the fields that it changed.
package struct StepDrawing: Sendable {
  private let steps: [MissionStep]
  private let clock: ClockFace
  private let width: Int
  /// Whether every field is shown, not only those that an event changed.
  private let isWhole: Bool
  private let indent = 6
  /// The columns of the fields' names, with the space after them: as wide as the longest that is
  /// shown.
  private var nameColumns = 0
  /// The longest name that widens the column.
  private static let widestName = 32

  /// Makes the drawing in `width` columns, 60 at least; `whole` shows every field of the last state
  /// too.
  package init(_ steps: [MissionStep], whole: Bool = false, clock: ClockFace, width: Int = 80) {
    self.steps = steps
    self.clock = clock
    self.width = max(width, 60)
    isWhole = whole
    let names =
      steps.flatMap { step in shown(of: step).map(\.field) }
      + (whole ? steps.last?.state.names ?? [] : [])
    nameColumns = min(names.map(TextWidth.columns).max() ?? 0, Self.widestName) + 2
  }

  /// The drawing, line by line.
  package var lines: [StyledLine] {
    var lines = steps.flatMap(lines(of:))
    if isWhole, let fields = steps.last?.state {
      lines.append(StyledLine())
      lines += fields.names.flatMap { field($0, text(fields[$0])) }
    }
    return lines
  }

  private func lines(of step: MissionStep) -> [StyledLine] {
    var head = StyledLine(
      TextWidth.pad("\(step.event.version)", to: indent - 2, toLeft: true), .faint)
    head.append("  \(clock.time(step.event.recordedAt))  ", .faint)
    head.append(TextWidth.cut(step.summary.text, to: width - head.columns), step.summary.style)
    let failure = step.failure.map { field("can't be read", $0) } ?? []
    return [head] + failure
      + shown(of: step).flatMap { change in
        let arrow =
          change.before == .null
          ? text(change.after)
          : "\(text(change.before)) → \(text(change.after))"
        return field(change.field, arrow)
      }
  }

  private func shown(of step: MissionStep) -> [FieldChange] {
    step.changes.flatMap(\.leaves).filter { !isExpected($0, by: step) }
  }

  /// Whether it is a time that every event of a worker moves, which would bury the rest.
  private func isExpected(_ change: FieldChange, by step: MissionStep) -> Bool {
    switch change.field {
    case "updated_at", "last_heartbeat_at", "last_progress.at": true
    case "lease_expires_at": change.before != .null && change.after != .null
    default: step.event.version == 1 && Self.nothing.contains(change.after.string)
    }
  }

  /// The values of fields of a new mission that nobody has set.
  private static let nothing: Set = ["null", "false", "0", "[]", "{}"]

  private func field(_ name: String, _ value: String) -> [StyledLine] {
    let columns = indent + nameColumns
    var parts = TextWidth.wrap(value, to: width - columns).filter { !$0.isEmpty }
    if parts.count > 3, !isWhole { parts = Array(parts.prefix(3)) + ["…"] }
    return parts.enumerated().map { index, part in
      var line = StyledLine(String(repeating: " ", count: indent))
      line.append(index == 0 ? name : "", .faint)
      line.pad(to: columns)
      line.append(TextWidth.cut(part, to: width - line.columns))
      return line
    }
  }

  /// A value as people read it: a text without its quotes, a time by the drawing's clock.
  private func text(_ value: JSONText) -> String {
    Instant(iso8601: value.readable).map(clock.full) ?? value.readable
  }
}
