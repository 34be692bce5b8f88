import MissionModel
import Platform

/// A timeline's drawing as SVG: a row for the queue and for each attempt, its silences hatched,
/// events as dots above.
struct TimelineChart {
  private let timeline: Timeline
  private let clock: ClockFace
  private let width = 960.0
  private let left = 100.0
  private let right = 90.0
  private let rowHeight = 34.0
  private let barHeight = 18.0
  private let top = 34.0
  private let rows: [Timeline.Row]

  /// Makes the drawing of a timeline, its times as `clock` shows them.
  init(_ timeline: Timeline, clock: ClockFace) {
    self.timeline = timeline
    self.clock = clock
    rows = timeline.rows
  }

  private var bottom: Double { top + Double(rows.count) * rowHeight }
  private var length: Int64 { timeline.length }

  /// Writes the drawing.
  func write(into markup: inout Markup) {
    let height = bottom + 30
    markup.element(
      "svg",
      [
        "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
        "aria-label": "Queued, running and blocked stretches of the mission, to scale",
      ]
    ) { svg in
      silencePattern(into: &svg)
      ticks(into: &svg)
      for (index, row) in rows.enumerated() { bars(of: row, index, into: &svg) }
      for entry in timeline.entries { dot(entry, into: &svg) }
    }
  }

  // MARK: Rows

  private func bars(of row: Timeline.Row, _ index: Int, into svg: inout Markup) {
    let y = top + Double(index) * rowHeight
    label(row.name, at: 0, y, "", into: &svg)
    var total: Int64 = 0
    for span in row.spans {
      let end = span.end ?? timeline.end
      let lasted = max(end.microseconds(since: span.start), 0)
      total += lasted
      let worker = span.worker.map { ", \($0)" } ?? ""
      box(
        span.start, end, y, ["class": span.status.rawValue],
        "\(span.status.rawValue) \(text(lasted)) from \(clock.time(span.start))\(worker)",
        into: &svg)
      for (gap, start, end) in timeline.silences(in: span) {
        let lasted = text((gap.end ?? timeline.end).microseconds(since: gap.start))
        box(start, end, y, ["class": "hatch"], "", into: &svg)
        box(
          start, end, y, ["fill": "url(#silence)"],
          "\(gap.worker) silent for \(lasted) from \(clock.time(gap.start))", into: &svg)
      }
    }
    label(text(total), at: width - right + 10, y, "faint", into: &svg)
  }

  private func box(
    _ start: Instant, _ end: Instant, _ y: Double,
    _ look: KeyValuePairs<StaticString, String>, _ title: String, into svg: inout Markup
  ) {
    let (from, to) = (x(start), x(end))
    guard let (key, value) = look.first else { return }
    svg.element(
      "rect",
      [
        "x": number(from), "y": number(y), "width": number(max(to - from, 2)),
        "height": number(barHeight), key: value,
      ]
    ) { rect in
      if !title.isEmpty { rect.element("title", text: title) }
    }
  }

  private func label(
    _ text: String, at x: Double, _ y: Double, _ look: String, into svg: inout Markup
  ) {
    svg.element(
      "text", ["x": number(x), "y": number(y + barHeight - 5), "class": look], text: text)
  }

  // MARK: Events and time

  private func dot(_ entry: Timeline.Entry, into svg: inout Markup) {
    svg.element(
      "circle",
      [
        "cx": number(x(entry.at)), "cy": "18", "r": "5", "class": entry.summary.style.rawValue,
      ]
    ) { circle in
      let offset = text(entry.at.microseconds(since: timeline.start))
      circle.element("title", text: "+\(offset) \(entry.summary.text)")
    }
  }

  private func ticks(into svg: inout Markup) {
    for tick in TimeTicks.offsets(of: length, atMost: 7) {
      let at = number(x(timeline.start.advanced(byMicroseconds: tick)))
      svg.element("line", ["x1": at, "x2": at, "y1": "28", "y2": number(bottom), "class": "axis"])
      svg.element(
        "text",
        ["x": at, "y": number(bottom + 16), "text-anchor": "middle", "class": "faint"],
        text: tick == 0 ? "0" : text(tick))
    }
  }

  private func silencePattern(into svg: inout Markup) {
    guard timeline.showsSilence else { return }
    svg.element("defs") { defs in
      defs.element(
        "pattern",
        [
          "id": "silence", "width": "7", "height": "7", "patternUnits": "userSpaceOnUse",
          "patternTransform": "rotate(45)",
        ]
      ) { $0.element("line", ["x1": "0", "y1": "0", "x2": "0", "y2": "7", "class": "hatched"]) }
    }
  }

  /// The x coordinate of a moment.
  private func x(_ instant: Instant) -> Double {
    let part = min(max(instant.microseconds(since: timeline.start), 0), max(length, 0))
    let share = length > 0 ? Double(part) / Double(length) : 0
    return left + share * (width - left - right)
  }

  private func text(_ microseconds: Int64) -> String { timeline.clockText(microseconds) }

  /// A coordinate, to a tenth.
  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
