package import CanonicalJSON

/// A timeline as JSON, whole or without its least telling parts.
package struct TimelineExcerpt: Sendable {
  /// How much of a timeline is shown.
  package struct Limits: Hashable, Sendable {
    /// The most events: the first two and the newest.
    package var events = Int.max
    /// The most spans, gaps and deliverables each: the newest.
    package var others = Int.max
    /// The most characters of each text.
    package var text = Int.max

    /// Makes limits that leave nothing out.
    package init() {}
  }

  /// The timeline.
  package let timeline: Timeline
  /// How much of it is shown.
  package let limits: Limits

  /// Makes the excerpt of a timeline; whole without limits.
  package init(_ timeline: Timeline, limits: Limits = Limits()) {
    self.timeline = timeline
    self.limits = limits
  }

  /// The events that are shown, in order.
  var entries: [Timeline.Entry] {
    let all = timeline.entries
    guard all.count > limits.events else { return all }
    let first = min(2, limits.events)
    return all.prefix(first) + all.suffix(limits.events - first)
  }

  func newest<Part>(_ parts: [Part]) -> [Part] {
    parts.count > limits.others ? Array(parts.suffix(limits.others)) : parts
  }

  func cut(_ text: String) -> String {
    text.utf8.count > limits.text ? text.prefix(max(limits.text - 1, 0)) + "…" : text
  }

  /// The parts that were left out, as JSON shows them; nil where there are none.
  package var truncated: Truncation? {
    let truncation = Truncation(
      events: timeline.entries.count - entries.count,
      spans: timeline.spans.count - newest(timeline.spans).count,
      gaps: timeline.gaps.count - newest(timeline.gaps).count,
      textLimit: limits.text == .max ? nil : limits.text)
    return truncation.isNothing ? nil : truncation
  }

  /// The parts that an excerpt leaves out.
  package struct Truncation: Hashable, Sendable, JSONWritable {
    /// How many events, after the first two shown.
    package let events: Int
    /// How many spans, the oldest.
    package let spans: Int
    /// How many silences, the oldest.
    package let gaps: Int
    /// The number of characters after which texts were cut; nil where none was.
    let textLimit: Int?

    var isNothing: Bool { events == 0 && spans == 0 && gaps == 0 && textLimit == nil }

    package func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("events", events)
        writer.field("spans", spans)
        writer.field("gaps", gaps)
        writer.field("texts_cut_at", textLimit)
      }
    }
  }
}
