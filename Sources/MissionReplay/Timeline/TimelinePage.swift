import EventLog
import MissionModel
import Platform

/// A timeline as one self-contained HTML page: no script, no font, no picture, light and dark.
///
/// Every word of a payload is text in it, never markup; a policy in the page itself allows nothing
/// but its own style sheet.
package struct TimelinePage: Sendable {
  private let timeline: Timeline
  private let clock: ClockFace

  /// Makes the page of a timeline, its times as `clock` shows them.
  package init(_ timeline: Timeline, clock: ClockFace) {
    self.timeline = timeline
    self.clock = clock
  }

  private var state: MissionState { timeline.mission.state }

  /// The page.
  package var html: String {
    var page = Markup()
    page.own("<!doctype html>\n")
    page.element("html", ["lang": "en"]) { html in
      html.element("head") { head(into: &$0) }
      html.element("body") { body in
        heading(into: &body)
        TimelineChart(timeline, clock: clock).write(into: &body)
        legend(into: &body)
        events(into: &body)
        facts(into: &body)
      }
    }
    page.own("\n")
    return page.string
  }

  private func head(into head: inout Markup) {
    head.void("meta", ["charset": "utf-8"])
    head.void("meta", ["http-equiv": "Content-Security-Policy", "content": PageStyle.policy])
    head.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    head.element(
      "title",
      text: "\(state.facts.missionID.rawValue) \(timeline.mission.effectiveStatus.rawValue)")
    head.element("style") { $0.own(PageStyle.sheet) }
  }

  // MARK: Heading

  private func heading(into body: inout Markup) {
    let mission = timeline.mission
    body.element("h1", text: state.facts.missionID.rawValue)
    body.element("p") { line in
      var status = mission.effectiveStatus.rawValue
      if let reason = state.failureMode?.rawValue ?? mission.staleness.reason?.rawValue {
        status += " (\(reason))"
      }
      line.element(
        "span", ["class": style(MissionInk.style(mission.effectiveStatus)) + " strong"],
        text: status)
      let word = state.status.isTerminal ? "after" : "for"
      line.text(", \(state.basis.rawValue), \(word) \(text(timeline.length)), \(state.facts.vpID)")
    }
    body.element("p", ["class": "objective"], text: state.facts.objectiveShown)
    body.element(
      "p", ["class": "faint"],
      text: "from \(clock.full(timeline.start)) to \(clock.full(timeline.end)), told as of "
        + clock.full(timeline.now))
  }

  private func legend(into body: inout Markup) {
    body.element("p", ["class": "faint"]) { line in
      for status in timeline.statuses {
        line.element("span", ["class": "swatch \(status.rawValue)"])
        line.text(" \(status.rawValue) ")
      }
      if timeline.showsSilence { line.text("· hatched: the worker was silent ") }
      line.text("· a dot is an event")
      let beats = timeline.heartbeats
      if let last = beats.last {
        let count = beats.count == 1 ? "1 heartbeat" : "\(beats.count) heartbeats"
        line.text(" · left out: \(count), the last at \(clock.time(last))")
      }
    }
  }

  // MARK: Events

  private func events(into body: inout Markup) {
    body.element("h2", text: "What happened")
    body.element("table") { table in
      table.element("tr") { row in
        for title in ["After", "At", "What", "By"] { row.element("th", text: title) }
      }
      for line in timeline.lines {
        switch line {
        case .silence(let gap): silence(gap, into: &table)
        case .event(let entry): event(entry, into: &table)
        }
      }
    }
  }

  private func event(_ entry: Timeline.Entry, into table: inout Markup) {
    table.element("tr", ["id": anchor(entry.eventID.description)]) { row in
      time(entry.at, into: &row)
      row.element("td", ["class": "words"]) { cell in
        cell.element("span", ["class": style(entry.summary.style)], text: entry.summary.text)
        guard let cause = entry.causation?.description else { return }
        cell.text(" ")
        let isHere = timeline.entries.contains { $0.eventID.description == cause }
        if isHere {
          cell.element(
            "a", ["class": "faint", "href": "#" + anchor(cause)], text: "because of \(cause)")
        } else {
          cell.element("span", ["class": "faint"], text: "because of \(cause)")
        }
      }
      row.element("td", ["class": "words faint"], text: entry.actor)
    }
  }

  private func silence(_ gap: Timeline.Gap, into table: inout Markup) {
    table.element("tr") { row in
      time(gap.start, into: &row)
      row.element("td", ["class": "words warning"], text: timeline.words(of: gap))
      row.element("td")
    }
  }

  private func time(_ instant: Instant, into row: inout Markup) {
    let offset = text(instant.microseconds(since: timeline.start))
    row.element("td", ["class": "time"], text: "+" + offset)
    let isSameDay = clock.day(instant) == clock.day(timeline.start)
    row.element(
      "td", ["class": "time faint"],
      text: (isSameDay ? "" : clock.day(instant) + " ") + clock.time(instant))
  }

  // MARK: Result

  private func facts(into body: inout Markup) {
    var facts: [(String, String)] = []
    if let past = timeline.past {
      facts.append(("imported", "\(clock.full(past.recordedAt)), from \(past.source)"))
    }
    if let detail = state.failureDetail { facts.append(("failure", detail)) }
    if let message = state.outcome?.message { facts.append(("message", message)) }
    facts += timeline.results(joiningFilesBy: "\n")
    guard !facts.isEmpty else { return }
    body.element("h2", text: "What came of it")
    body.element("dl") { list in
      for (name, value) in facts {
        list.element("dt", text: name)
        list.element("dd", text: value)
      }
    }
  }

  private func text(_ microseconds: Int64) -> String { timeline.clockText(microseconds) }

  private func style(_ style: TextStyle) -> String { style.rawValue }

  private func anchor(_ eventID: String) -> String { "event-" + eventID.replacing(":", with: "-") }
}
