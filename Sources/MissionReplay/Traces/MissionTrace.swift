import CanonicalJSON
import EventLog
package import MissionControl
import MissionModel
import Platform

/// A mission as an OpenTelemetry trace: an `invoke_agent` span by the conventions for generative
/// AI, its time in the queue and its attempts as children, its events as events.
///
/// The same mission gives the same trace, id for id. A caller's `traceparent` is honoured; a retry
/// links to the mission that it retries. An open span ends at the timeline's `now`, and says so.
package struct MissionTrace: Sendable {
  /// The conventions that names follow.
  static let schemaURL = "https://opentelemetry.io/schemas/1.41.0"

  private let timeline: Timeline
  private let vp: VPSettings
  private let context: TraceContext

  /// Makes the trace of a timeline; `vp` are the configured settings of the mission's VP.
  package init(_ timeline: Timeline, vp: VPSettings) {
    self.timeline = timeline
    self.vp = vp
    context = TraceContext(of: timeline.mission.state.facts)
  }

  private var state: MissionState { timeline.mission.state }
  private var facts: MissionFacts { state.facts }
  private var missionSpanID: String { TraceContext.spanID(facts.missionID, "mission") }

  /// One request to a trace service, as OTLP/JSON.
  package var json: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field(
        "resourceSpans",
        array: { writer in writer.element(object: { write(resource: &$0) }) })
    }
    return writer.finish()
  }

  private func write(resource writer: inout JSONWriter) {
    writer.field(
      "resource",
      object: { writer in
        TraceSpan.write(
          [
            ("service.name", .text("missionlog")),
            ("service.version", .text(BuildInfo.version)),
            ("missionlog.ledger", .text(timeline.mission.lane)),
          ], into: &writer)
      })
    writer.field(
      "scopeSpans",
      array: { writer in
        writer.element(object: { writer in
          writer.field(
            "scope",
            object: { writer in
              writer.field("name", "missionlog")
              writer.field("version", BuildInfo.version)
            })
          writer.field(
            "spans",
            array: { writer in
              for span in spans {
                writer.element(object: { span.write(in: context.traceID, into: &$0) })
              }
            })
          writer.field("schemaUrl", Self.schemaURL)
        })
      })
    writer.field("schemaUrl", Self.schemaURL)
  }

  // MARK: Spans

  /// The mission's span, then the spans within it, by their beginning.
  var spans: [TraceSpan] {
    [mission] + stretches(of: .queued, "queued") + attempts + stretches(of: .blocked, "blocked")
  }

  private var mission: TraceSpan {
    var span = TraceSpan(
      id: missionSpanID, parent: context.parentSpanID,
      name: "invoke_agent \(vp.name ?? facts.vpID.rawValue)", kind: .client,
      start: timeline.start, end: timeline.end, attributes: agent + work + figures)
    span.events = timeline.entries.map { entry in
      TraceSpan.Event(
        name: entry.type, at: entry.at,
        attributes: [
          ("missionlog.event.id", .text(entry.eventID.description)),
          ("missionlog.event.actor", .text(entry.actor)),
          ("missionlog.event.summary", .text(entry.summary.text)),
          ("missionlog.event.causation", (entry.causation?.description).map { .text($0) }),
        ])
    }
    if let original = facts.retryOf {
      span.link = (TraceContext.spanID(original, "mission"), "retry_of")
    }
    switch state.status {
    case .completed: span.status = .ok
    case .failed:
      span.status = .error
      span.message = state.failureDetail ?? state.failureMode?.rawValue
    case .cancelled, .queued, .running, .blocked: break
    }
    return span
  }

  /// The spans of a status that is no attempt of its own, each below the span around it.
  private func stretches(of status: MissionStatus, _ name: String) -> [TraceSpan] {
    timeline.spans.filter { $0.status == status }.enumerated().map { index, stretch in
      let parent = stretch.attempt.map { TraceContext.spanID(facts.missionID, "attempt \($0)") }
      return TraceSpan(
        id: TraceContext.spanID(facts.missionID, "\(name) \(index + 1)"),
        parent: parent ?? missionSpanID, name: name, start: stretch.start,
        end: stretch.end ?? timeline.end,
        attributes: [
          ("missionlog.mission.id", .text(facts.missionID.rawValue)),
          ("missionlog.ended_by", stretch.endedBy.map { .text($0) }),
        ])
    }
  }

  private var attempts: [TraceSpan] {
    let held = Dictionary(grouping: timeline.spans.filter { $0.attempt != nil }) {
      $0.attempt ?? 0
    }
    return held.sorted { $0.key < $1.key }.compactMap { attempt, stretches in
      guard let first = stretches.first, let last = stretches.last else { return nil }
      var span = TraceSpan(
        id: TraceContext.spanID(facts.missionID, "attempt \(attempt)"), parent: missionSpanID,
        name: "attempt \(attempt)", start: first.start, end: last.end ?? timeline.end,
        attributes: [
          ("missionlog.mission.id", .text(facts.missionID.rawValue)),
          ("missionlog.attempt", .number(attempt)),
          ("missionlog.worker.id", first.worker.map { .text($0) }),
          ("missionlog.ended_by", last.endedBy.map { .text($0) }),
        ])
      span.events = timeline.gaps.filter { $0.attempt == attempt }.map { gap in
        TraceSpan.Event(
          name: "worker silent", at: gap.start,
          attributes: [
            (
              "missionlog.silence.seconds",
              .fraction((gap.end ?? timeline.end).seconds(since: gap.start))
            )
          ])
      }
      if attempt > 1 {
        span.link = (
          TraceContext.spanID(facts.missionID, "attempt \(attempt - 1)"), "previous_attempt"
        )
      }
      switch last.endedBy {
      case MissionEventType.failed.rawValue?: span.status = .error
      case MissionEventType.completed.rawValue?: span.status = .ok
      default: break
      }
      return span
    }
  }

  // MARK: Attributes

  /// The attributes that the conventions ask of every call of an agent.
  private var agent: [(String, TraceSpan.Value?)] {
    [
      ("gen_ai.operation.name", .text("invoke_agent")),
      ("gen_ai.provider.name", .text("missionlog")),
      ("gen_ai.agent.id", .text(facts.vpID.rawValue)),
      ("gen_ai.agent.name", .text(vp.name ?? facts.vpID.rawValue)),
      ("gen_ai.agent.description", vp.about.map { .text($0) }),
      ("gen_ai.conversation.id", facts.sourceSessionID.map { .text($0) }),
      ("error.type", state.failureMode.map { .text($0.rawValue) }),
    ]
  }

  private var work: [(String, TraceSpan.Value?)] {
    let mission = timeline.mission
    return [
      ("missionlog.mission.id", .text(facts.missionID.rawValue)),
      ("missionlog.mission.type", .text(facts.missionType)),
      ("missionlog.mission.objective", .text(facts.objectiveShown)),
      ("missionlog.mission.status", .text(state.status.rawValue)),
      ("missionlog.mission.effective_status", .text(mission.effectiveStatus.rawValue)),
      ("missionlog.mission.status_basis", .text(state.basis.rawValue)),
      ("missionlog.mission.terminal", .flag(state.status.isTerminal)),
      ("missionlog.mission.chain_id", .text(facts.chainID.rawValue)),
      ("missionlog.mission.retry_of", facts.retryOf.map { .text($0.rawValue) }),
      ("missionlog.mission.result_ref", (state.outcome?.resultRef).map { .text($0) }),
      ("missionlog.mission.deliverables", state.outcome.map { .texts($0.deliverables) }),
      ("missionlog.source_turn_id", facts.sourceTurnID.map { .text($0) }),
      ("missionlog.run_id", (mission.request?.runID).map { .text($0) }),
      ("missionlog.task_id", (mission.request?.taskID).map { .text($0) }),
      ("missionlog.trace_id", facts.traceID.map { .text($0) }),
    ]
  }

  private var figures: [(String, TraceSpan.Value?)] {
    [
      ("missionlog.mission.priority", .number(facts.priority)),
      ("missionlog.mission.priority_tier", .text(facts.priorityTier.rawValue)),
      ("missionlog.mission.attempts", .number(state.attempt)),
      ("missionlog.mission.heartbeats", .number(timeline.heartbeats.count)),
      ("missionlog.usage.llm_calls", state.usage.llmCalls.map { .number(Int($0)) }),
      ("missionlog.usage.cost_usd", state.usage.costUSD.map { .fraction($0.value) }),
      ("missionlog.usage.runtime_seconds", state.usage.runtimeSeconds.map { .fraction($0.value) }),
    ]
  }
}
