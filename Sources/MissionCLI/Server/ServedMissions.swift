import CanonicalJSON
import EventLog
import MissionClient
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

extension DispatchCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let answer = try await server.post(
      "missions", raw: try request.json(server.invocation).bytes)
    return try await server.show(answer) {
      try show(answer, $0, replayed: answer.object.flag("replayed"), server.invocation)
    }
  }
}

extension GetCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let server = try await server.asOf(asOf)
    let id = try await server.missionID(id)
    let answer = try await server.get(
      ServerPath.mission(id),
      ["events": "\(events)", "heartbeats": heartbeats ? "true" : nil])
    guard !globals.json else { return try server.print(answer) }
    let mission = try answer.mission()
    // The answer's own events are cut where they are long.
    let versions = Set(try answer.object.objects("events").map { try $0.integer("version") })
    var whole: [RecordedEvent] = []
    if let first = versions.min(), let last = versions.max() {
      whole = try await server.stream(of: id, after: first - 1, before: last + 1)
        .filter { versions.contains($0.version) }
    }
    return try show(
      answer, mission, whole, of: answer.object.integer("events_total"), server.invocation)
  }
}

extension ListCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let words = asOf.words(server.invocation)
    let server = try await server.asOf(asOf)
    var chain: String?
    if let text = filter.chain { chain = try await server.missionID(text) }
    let isTable = !globals.json && !quiet && form.output == .table && form.fields == nil
    let look = { [chain] (invocation: Invocation) in
      let time = invocation.time
      let answer = try await server.get(
        "missions",
        [
          "vp_id": filter.vpID, "status": filter.status,
          "attention": filter.attention ? "true" : nil, "failure_mode": filter.failureMode,
          "chain_id": chain, "source_session_id": filter.sourceSessionID,
          "since": filter.since?.past(time).description,
          "until": filter.until?.past(time).description, "grep": filter.grep,
          "sort": filter.sort?.rawValue, "limit": "\(filter.limit)", "cursor": filter.cursor,
          "full": isTable ? "true" : nil,
        ])
      return try show(answer, isTable: isTable, words, invocation)
    }
    return watch ? try await server.watch(look) : try await look(server.invocation)
  }

  private func show(
    _ answer: ServedAnswer, isTable: Bool, _ moment: [String], _ invocation: Invocation
  ) throws -> Exit {
    let next = try answer.object.optionalText("next_cursor")
    if quiet, !globals.json {
      let ids = try answer.object.objects("missions").map { try $0.missionID.rawValue }
      return try showIDs(ids, of: answer, next: next, moment, invocation)
    }
    let missions = isTable ? try answer.object.missions("missions") : []
    return try show(answer, missions, next: next, moment, invocation)
  }
}

extension WaitCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    var missions: [String] = []
    for text in try MissionIDsInput.ids(ids, server.invocation.console) {
      let mission = try await server.missionID(text)
      if !missions.contains(mission) { missions.append(mission) }
    }
    var items: [(String, String?)] = [
      ("until", until.rawValue), ("mode", mode.rawValue), ("after_version", "\(afterVersion)"),
    ]
    items += missions.map { (missions.count == 1 ? "mission_id" : "mission_ids", $0) }
    let seconds = timeout?.seconds ?? WaitRequest.standardSeconds
    let answer = try await server.patiently(upToSeconds: seconds) { left in
      try await server.get("wait", items: items + [("timeout_seconds", "\(left)")], wait: left)
    }
    return try show(
      answer, done: try await server.views(of: answer.object.objects("done")),
      pending: try await server.views(of: answer.object.objects("pending")), server.invocation)
  }
}

extension AnswerCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let id = try await server.missionID(id)
    let reply = text == "-" ? try FileInput.text(of: "-", server.invocation.console) : text
    var question = questionID
    if question == nil {
      question = try await server.view(id).state.questionMeant(byAnswer: reply)
    }
    let answer = try await server.post(
      ServerPath.mission(id) + "/answer",
      ["question_id": question.map(JSONInput.text), "answer": JSONInput.text(reply)])
    return try await server.show(answer) { try show(answer, $0, server.invocation) }
  }
}

extension ServerSession {
  /// Prints an answer as its one object.
  func print(_ answer: ServedAnswer, exit: Exit = .success) throws -> Exit {
    try invocation.print(json: answer.json)
    return exit
  }

  /// Prints an answer about the mission that its `mission` names: as its object, else as `page` has it of the mission
  /// as it now is; for a token that may not read that, its id and what the answer warns of.
  func show(
    _ answer: ServedAnswer, page: (MissionView) throws -> Exit
  ) async throws -> Exit {
    guard !invocation.globals.json else { return try print(answer) }
    if let mission = try await outcome(of: answer).mission { return try page(mission) }
    return try invocation.show(answer) { answer, page in
      try page.line(answer.object.object("mission").missionID.rawValue)
    }
  }

  /// The missions of an answer's list, whole.
  func views(of missions: [JSONObject]) async throws -> [MissionView] {
    var views: [MissionView] = []
    for mission in missions { views.append(try await view(mission.missionID.rawValue)) }
    return views
  }
}
