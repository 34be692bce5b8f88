package import CanonicalJSON
import EventLog
import MissionModel
import Platform

extension TimelineExcerpt: JSONWritable {
  /// Writes the timeline object.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writeHeading(into: &writer)
      writer.field("spans", newest(timeline.spans))
      writer.field(
        "events",
        array: { writer in
          for entry in entries { writer.element(object: { write(entry, into: &$0) }) }
        })
      writer.field(
        "heartbeats",
        object: { writer in
          writer.field("count", timeline.heartbeats.count)
          writer.field("last_at", timeline.heartbeats.last?.description)
        })
      writer.field(
        "gaps",
        array: { writer in
          for gap in newest(timeline.gaps) { writer.element(object: { write(gap, into: &$0) }) }
        })
      writer.field("related", timeline.relatives)
      writer.key("result")
      writeResult(into: &writer)
    }
  }

  private func writeHeading(into writer: inout JSONWriter) {
    let (mission, state) = (timeline.mission, timeline.mission.state)
    writer.field("mission_id", state.facts.missionID.rawValue)
    writer.field("vp_id", state.facts.vpID.rawValue)
    writer.field("objective", cut(state.facts.objectiveShown))
    writer.field("status", state.status.rawValue)
    writer.field("effective_status", mission.effectiveStatus.rawValue)
    writer.field("stale_reason", mission.staleness.reason?.rawValue)
    writer.field("status_basis", state.basis.rawValue)
    writer.field("from", timeline.start.description)
    writer.field("to", timeline.end.description)
    writer.field("seconds", timeline.end.seconds(since: timeline.start))
    writer.field("now", timeline.now.description)
  }

  private func write(_ entry: Timeline.Entry, into writer: inout JSONWriter) {
    writer.field("event_id", entry.eventID.description)
    writer.field("type", entry.type)
    writer.field("at", entry.at.description)
    // They differ only for an event that an import brought.
    if entry.recordedAt != entry.at {
      writer.field("recorded_at", entry.recordedAt.description)
    }
    writer.field("offset_seconds", entry.at.seconds(since: timeline.start))
    writer.field("actor", entry.actor)
    writer.field("causation", entry.causation?.description)
    writer.field("summary", cut(entry.summary.text))
  }

  private func write(_ gap: Timeline.Gap, into writer: inout JSONWriter) {
    writer.field("attempt", gap.attempt)
    writer.field("worker_id", gap.worker)
    writer.field("from", gap.start.description)
    writer.field("to", gap.end?.description)
    writer.field("seconds", (gap.end ?? timeline.end).seconds(since: gap.start))
  }

  private func writeResult(into writer: inout JSONWriter) {
    let state = timeline.mission.state
    guard state.status.isTerminal else { return writer.null() }
    writer.object { writer in
      writer.field("status", state.status.rawValue)
      writer.field("failure_mode", state.failureMode?.rawValue)
      writer.field("failure_detail", state.failureDetail.map(cut))
      writer.field("result_ref", state.outcome?.resultRef)
      writer.field("result_summary", (state.outcome?.message).map(cut))
      writer.field("deliverables", newest(state.outcome?.deliverables ?? []))
      writer.field("next_action", (state.outcome?.nextAction).map(cut))
    }
  }
}

extension Timeline.Span: JSONWritable {
  /// Writes the span; a span that hasn't ended has no end and no length.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("status", status.rawValue)
      writer.field("attempt", attempt)
      writer.field("worker_id", worker)
      writer.field("from", start.description)
      writer.field("to", end?.description)
      writer.field("seconds", end?.seconds(since: start))
      writer.field("ended_by", endedBy)
    }
  }
}

extension Timeline.Relative: JSONWritable {
  /// Writes the relation.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("relation", relation)
      writer.field("mission_id", missionID)
    }
  }
}
