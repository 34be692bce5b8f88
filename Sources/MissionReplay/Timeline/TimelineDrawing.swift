import EventLog
import MissionModel
import Platform

/// A timeline drawn for people: the mission, bars to scale, then its events line by line.
package struct TimelineDrawing: Sendable {
  /// Columns that the drawing may take.
  package let width: Int
  private let timeline: Timeline
  private let clock: ClockFace
  private let labelColumns = 11

  /// Makes the drawing of a timeline, its times as `clock` shows them, in `width` columns, 60 at
  /// least.
  package init(_ timeline: Timeline, clock: ClockFace, width: Int = 80) {
    self.timeline = timeline
    self.clock = clock
    self.width = max(width, 60)
  }

  /// The drawing, line by line.
  package var lines: [StyledLine] {
    let parts = [heading, bars, events, ending].filter { !$0.isEmpty }
    return Array(parts.joined(separator: [StyledLine()]))
  }

  // MARK: Heading

  private var heading: [StyledLine] {
    let mission = timeline.mission
    var status = StyledLine(
      mission.effectiveStatus.rawValue, MissionInk.style(mission.effectiveStatus))
    if let reason = mission.state.failureMode?.rawValue ?? mission.staleness.reason?.rawValue {
      status.append(" (\(reason))", MissionInk.style(mission.effectiveStatus))
    }
    status.append(", \(mission.state.basis.rawValue)", .plain)
    if !mission.state.status.isTerminal {
      status.append(", for \(clockText(length))")
    } else if mission.state.hasBothEnds {
      status.append(", after \(clockText(length))")
    }
    let times = StyledLine(
      "from \(clock.full(timeline.start)) to "
        + "\(sameDay(timeline.end) ? clock.time(timeline.end) : clock.full(timeline.end))", .faint)
    let objective = TextWidth.cut(
      TextWidth.oneLine(mission.state.facts.objectiveShown), to: width)
    return title + [status, StyledLine(objective), times]
  }

  /// The mission and its VP, in one line if it is long enough.
  private var title: [StyledLine] {
    let facts = timeline.mission.state.facts
    var line = StyledLine(facts.missionID.rawValue, .strong)
    line.append("  \(facts.vpID)")
    guard line.columns > width else { return [line] }
    return TextWidth.wrap(facts.missionID.rawValue, to: width).map { StyledLine($0, .strong) }
      + TextWidth.wrap(facts.vpID.rawValue, to: width).map { StyledLine($0) }
  }

  private var length: Int64 { timeline.length }

  private func clockText(_ microseconds: Int64) -> String { timeline.clockText(microseconds) }

  private func sameDay(_ instant: Instant) -> Bool {
    clock.day(instant) == clock.day(timeline.start)
  }

  // MARK: Bars

  private var bars: [StyledLine] {
    guard !timeline.spans.isEmpty else { return [] }
    var lines = timeline.rows.map(bar)
    if timeline.end > timeline.start { lines.append(ruler) }
    lines.append(legend)
    return lines
  }

  private func bar(_ row: Timeline.Row) -> StyledLine {
    var bar = Bar(from: timeline.start, to: timeline.end, columns: barColumns)
    var total: Int64 = 0
    for span in row.spans {
      let end = span.end ?? timeline.end
      total += max(end.microseconds(since: span.start), 0)
      bar.paint(from: span.start, to: end, MissionInk.ink(span.status))
      for silence in timeline.silences(in: span) {
        bar.paint(from: silence.start, to: silence.end, MissionInk.silence)
      }
    }
    var line = StyledLine(row.name)
    line.pad(to: labelColumns)
    bar.draw(onto: &line)
    line.append(TextWidth.pad(clockText(total), to: lengthColumns, toLeft: true), .faint)
    return line
  }

  private var barColumns: Int { width - labelColumns - lengthColumns }

  /// The columns of the lengths beside the bars, of which the whole's is the longest.
  private var lengthColumns: Int { max(11, clockText(length).count + 1) }

  /// Marks at the start, the middle and the end of the bars.
  private var ruler: StyledLine {
    let (middle, end) = (clockText(length / 2), clockText(length))
    var line = StyledLine()
    line.pad(to: labelColumns)
    line.append("0:00", .faint)
    let middleAt = labelColumns + (barColumns - middle.count) / 2
    if middleAt > labelColumns + 5 {
      line.append(String(repeating: " ", count: middleAt - line.columns) + middle, .faint)
    }
    let endAt = labelColumns + barColumns - end.count
    line.append(String(repeating: " ", count: max(endAt - line.columns, 1)) + end, .faint)
    return line
  }

  /// The meaning of the drawn characters.
  private var legend: StyledLine {
    var line = StyledLine()
    line.pad(to: labelColumns)
    for status in timeline.statuses {
      let ink = MissionInk.ink(status)
      line.append("\(ink.character)\(ink.character)", ink.style)
      line.append(" \(status.rawValue)   ", .faint)
    }
    if timeline.showsSilence {
      let ink = MissionInk.silence
      line.append("\(ink.character)\(ink.character)", ink.style)
      line.append(" silent", .faint)
    }
    return line
  }

  // MARK: Events

  private var events: [StyledLine] {
    var day = clock.day(timeline.start)
    var lines: [StyledLine] = []
    let farthest = timeline.entries.map { $0.at.microseconds(since: timeline.start) }.max() ?? 0
    let offsetColumns = max(labelColumns - 1, clockText(farthest).count + 1)
    for line in timeline.lines {
      switch line {
      case .silence(let gap): lines += silence(gap)
      case .event(let entry):
        if clock.day(entry.at) != day {
          day = clock.day(entry.at)
          lines.append(StyledLine(String(repeating: " ", count: labelColumns) + day, .faint))
        }
        lines += event(entry, offsetColumns)
      }
    }
    return lines
  }

  private func event(_ entry: Timeline.Entry, _ offsetColumns: Int) -> [StyledLine] {
    let summary = entry.summary
    let indent = offsetColumns + 12
    // The heading shows the objective already.
    var text = entry.eventID == timeline.entries.first?.eventID ? summary.what : summary.text
    // A claim names its worker, and the ending names the importer.
    let importer = timeline.past == nil ? nil : timeline.entries.first?.actor
    let isTold =
      entry.actor.hasPrefix("worker:") || entry.actor == importer
      || summary.what.hasSuffix(" by \(entry.actor)")
    let told = [isTold ? nil : entry.actor, cause(of: entry)].compactMap(\.self)
    if !told.isEmpty { text += "  (\(told.joined(separator: ", ")))" }
    var lines = TextWidth.wrap(text, to: width - indent)
    if lines.count > 4 {
      lines = Array(lines.prefix(4))
      lines[3] = TextWidth.cut(lines[3] + " …", to: width - indent)
    }
    return lines.enumerated().map { index, text in
      var line = StyledLine()
      if index == 0 {
        let offset = "+" + clockText(entry.at.microseconds(since: timeline.start))
        line.append(TextWidth.pad(offset, to: offsetColumns, toLeft: true), .faint)
        line.append(" \(clock.time(entry.at))  ", .faint)
      } else {
        line.append(String(repeating: " ", count: indent - 1))
      }
      line.append(TextWidth.cut(text, to: width - indent + 1), summary.style)
      return line
    }
  }

  /// The cause of an event: the line above that shows it, or the event's name if none does.
  private func cause(of entry: Timeline.Entry) -> String? {
    guard let cause = entry.causation else { return nil }
    let known = timeline.entries.first { $0.eventID == cause }
    let place = known.map { "+" + clockText($0.at.microseconds(since: timeline.start)) }
    return "because of \(place ?? cause.description)"
  }

  private func silence(_ gap: Timeline.Gap) -> [StyledLine] {
    let indent = labelColumns + 10
    let parts = TextWidth.wrap(timeline.words(of: gap), to: width - indent)
    return parts.enumerated().map { index, text in
      var line = StyledLine()
      line.pad(to: labelColumns)
      if index == 0 { line.append("⋮", .faint) }
      line.pad(to: indent)
      line.append(text, .warning)
      return line
    }
  }

  // MARK: Ending

  private var ending: [StyledLine] {
    var lines: [StyledLine] = []
    func fact(_ name: String, _ text: String) {
      for (index, part) in TextWidth.wrap(text, to: width - labelColumns).enumerated() {
        var line = StyledLine(index == 0 ? name : "", .faint)
        line.pad(to: labelColumns)
        line.append(TextWidth.cut(part, to: width - labelColumns))
        lines.append(line)
      }
    }
    if let past = timeline.past {
      fact("imported", "\(clock.full(past.recordedAt)), from \(past.source)")
    }
    let beats = timeline.heartbeats
    if let last = beats.last {
      let ago = DurationText.text(seconds: max(0, timeline.now.seconds(since: last)))
      fact("heartbeats", "\(beats.count), the last at \(clock.time(last)), \(ago) ago")
    }
    for (name, text) in timeline.results(joiningFilesBy: ", ") { fact(name, text) }
    return lines
  }
}

extension MissionState {
  /// Whether both its beginning and its end are known: an imported row may lack either.
  fileprivate var hasBothEnds: Bool {
    (facts.dispatchedAt ?? claimedAt ?? startedAt) != nil && completedAt != nil
  }
}
