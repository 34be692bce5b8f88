import MissionModel
import Platform

/// What the drawing and the page of a timeline show alike.
extension Timeline {
  /// One line of what happened.
  enum Line: Hashable, Sendable {
    case event(Entry)
    case silence(Gap)
  }

  /// The events and the silences, in order, each silence where it began.
  var lines: [Line] {
    var gaps = gaps[...]
    var lines: [Line] = []
    for entry in entries {
      while let gap = gaps.first, gap.start < entry.at {
        lines.append(.silence(gap))
        gaps.removeFirst()
      }
      lines.append(.event(entry))
    }
    return lines + gaps.map(Line.silence)
  }

  /// Says of a silence who was silent, and for how long.
  func words(of gap: Gap) -> String {
    let length = DurationText.text(seconds: (gap.end ?? end).seconds(since: gap.start))
    return "\(gap.worker) \(gap.end == nil ? "has been" : "was") silent for \(length)"
  }

  /// The spans of the queue, or of one attempt, which share a row of bars.
  struct Row: Hashable, Sendable {
    let name: String
    let spans: [Span]
  }

  /// The rows of bars: the queue, then each attempt.
  var rows: [Row] {
    Dictionary(grouping: spans) { $0.attempt ?? 0 }.sorted { $0.key < $1.key }
      .map { Row(name: $0.key == 0 ? "queued" : "attempt \($0.key)", spans: $0.value) }
  }

  /// The statuses that the bars show.
  var statuses: [MissionStatus] {
    [.queued, .running, .blocked].filter { status in spans.contains { $0.status == status } }
  }

  /// What came of the mission, and the missions that it belongs together with, by name.
  func results(joiningFilesBy separator: String) -> [(name: String, text: String)] {
    let outcome = mission.state.outcome
    var facts: [(name: String, text: String)] = []
    if let ref = outcome?.resultRef { facts.append(("result", ref)) }
    if let files = outcome?.deliverables, !files.isEmpty {
      facts.append(("files", files.map(TextWidth.oneLine).joined(separator: separator)))
    }
    if let next = outcome?.nextAction { facts.append(("next", next)) }
    return facts + relatives.map { ($0.relation.replacing("_", with: " "), $0.missionID) }
  }
}
