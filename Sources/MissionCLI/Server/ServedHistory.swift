import CanonicalJSON
import EventLog
import MissionClient
import MissionModel
import MissionReplay
import MissionTools
import Platform

extension TimelineCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let server = try await server.asOf(asOf)
    let id = try await server.missionID(id)
    guard format != .otlp else {
      let trace = ServerPath.mission(id) + "/trace"
      try server.invocation.print(json: try await server.document(trace))
      return .success
    }
    let isJSON = format == .json || globals.json
    let answer = try await server.get(
      ServerPath.mission(id) + "/timeline",
      ["budget_bytes": "\(budgetBytes ?? 200_000)"])
    guard !isJSON else { return try server.print(answer) }
    let told = try answer.object.object("timeline")
    let timeline = Timeline(
      of: try await server.stream(of: id),
      mission: try await server.view(id), now: try told.instant("now"),
      gaps: try told.objects("gaps").map { gap in
        Timeline.Gap(
          start: try gap.instant("from"), end: try gap.optionalInstant("to"),
          attempt: try gap.count("attempt"), worker: try gap.text("worker_id"))
      })
    return try show(answer, timeline, server.invocation)
  }
}

extension WhyCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let server = try await server.asOf(asOf)
    let isSession = id.contains("/") && SessionID(id) != nil
    let subject = isSession ? id : try await server.missionID(id)
    let (answer, why) = try await server.why(subject)
    return try show(answer, why, server.invocation)
  }
}

extension Step: ServedCommand {
  /// Replays here what the server tells of the mission, by the server's policy.
  func run(_ server: ServerSession) async throws -> Exit {
    let id = try await server.missionID(id)
    var call = StepMission(MissionID(stored: id))
    call.version = version
    call.heartbeats = heartbeats || globals.json
    let events = try await server.stream(of: id)
    let steps = try MissionStep.replay(
      events, lane: events.first?.ledger ?? "", policy: try await server.why(id).1.policy,
      heartbeats: call.wantsHeartbeats)
    return try show(try call.answer(of: steps), server.invocation)
  }
}

extension Diff: ServedCommand {
  /// Compares here what the server tells of the two missions.
  func run(_ server: ServerSession) async throws -> Exit {
    var sides: [MissionDiff.Side] = []
    for text in [first, second] {
      let id = try await server.missionID(text)
      let mission = try await server.view(id)
      sides.append(MissionDiff.Side(mission, events: try await server.stream(of: id)))
    }
    return try show(DiffAnswer(diff: try MissionDiff(sides[0], sides[1])), server.invocation)
  }
}
