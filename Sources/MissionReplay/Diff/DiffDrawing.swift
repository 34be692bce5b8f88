import CanonicalJSON
import EventLog
import MissionModel

/// Two missions' courses drawn for people: the requests, then step by step, with a mark at the
/// first divergence.
package struct DiffDrawing: Sendable {
  private let diff: MissionDiff
  private let width: Int
  private let offsetColumns = 10
  private let textColumn = 27

  /// Makes the drawing in `width` columns, 60 at least.
  package init(_ diff: MissionDiff, width: Int = 80) {
    self.diff = diff
    self.width = max(width, 60)
  }

  /// The drawing, line by line.
  package var lines: [StyledLine] {
    var lines = heading("first", diff.left) + heading("second", diff.right) + request
    lines.append(StyledLine())
    var columns = StyledLine("     ")
    columns.append(TextWidth.pad("first", to: offsetColumns, toLeft: true), .faint)
    columns.append(TextWidth.pad("second", to: offsetColumns + 1, toLeft: true), .faint)
    lines.append(columns)
    for (index, row) in diff.rows.enumerated() {
      if index == diff.divergence {
        lines.append(StyledLine("  ── here they part ──", .warning))
      }
      lines += self.lines(of: row)
    }
    if diff.divergence == nil { lines.append(StyledLine("  the same course to the end", .good)) }
    return lines
  }

  /// The mission and its outcome, on two lines if one is too short.
  private func heading(_ name: String, _ side: MissionDiff.Side) -> [StyledLine] {
    let mission = side.mission
    var line = StyledLine(TextWidth.pad(name, to: 8), .faint)
    line.append(mission.state.facts.missionID.rawValue, .strong)
    let style = MissionInk.style(mission.effectiveStatus)
    var status = mission.effectiveStatus.rawValue
    if let mode = mission.state.failureMode?.rawValue ?? mission.staleness.reason?.rawValue {
      status += " (\(mode))"
    }
    let length = side.end.map { ", \(SpanText.clock(side.offset(of: $0)))" } ?? ""
    let fits = line.columns + 2 + status.count + length.count <= width
    var end = fits ? line : StyledLine(String(repeating: " ", count: 6))
    end.append("  ")
    end.append(status, style)
    end.append(length, .faint)
    return fits ? [end] : [line, end]
  }

  private var request: [StyledLine] {
    guard !diff.request.isEmpty else { return [] }
    return [StyledLine("asked for otherwise:", .faint)] + diff.request.flatMap(pair)
  }

  private func lines(of row: MissionDiff.Row) -> [StyledLine] {
    switch row {
    case .same(let first, let second): [line("=", first, second, .plain)]
    case .left(let event): [line("<", event, nil, .bad)]
    case .right(let event): [line(">", nil, event, .good)]
    case .changed(let first, let second, let fields):
      [line("≠", first, second, .warning)] + fields.flatMap(\.leaves).flatMap(pair)
    }
  }

  private func line(
    _ mark: String, _ first: RecordedEvent?, _ second: RecordedEvent?, _ style: TextStyle
  ) -> StyledLine {
    var line = StyledLine("  \(mark)  ", style)
    line.append(offset(first, diff.left) + " " + offset(second, diff.right) + "  ", .faint)
    let text = (first ?? second).map { EventSummary(of: $0, diff.upcasting) }
    // Common steps are short; where they differ, the fields follow.
    let said = first != nil && second != nil ? text?.what : text?.text
    line.append(TextWidth.cut(said ?? "", to: width - line.columns), style)
    return line
  }

  private func offset(_ event: RecordedEvent?, _ side: MissionDiff.Side) -> String {
    let text = event.map { "+" + SpanText.clock(side.offset(of: $0)) } ?? ""
    return TextWidth.pad(text, to: offsetColumns, toLeft: true)
  }

  /// The two values of a field, one below the other.
  private func pair(_ change: FieldChange) -> [StyledLine] {
    block("<", "\(change.field): \(change.before.readable)", .bad)
      + block(">", "\(change.field): \(change.after.readable)", .good)
  }

  private func block(_ mark: String, _ text: String, _ style: TextStyle) -> [StyledLine] {
    TextWidth.wrap(text, to: width - textColumn).filter { !$0.isEmpty }.prefix(6).enumerated().map {
      index, part in
      var line = StyledLine()
      line.pad(to: textColumn - 2)
      line.append(index == 0 ? mark : " ", style)
      line.append(" " + TextWidth.cut(part, to: width - textColumn), style)
      return line
    }
  }
}
