import CanonicalJSON
import MissionControl
import MissionModel
import MissionStore
import MissionTools
import Platform

extension Dispatch: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let body = try request.json(server.invocation).bytes
    return try server.show(
      try ServedAnswer(try await server.link.post("/api/v1/missions", body, 0)))
  }
}

extension Get: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.show(
      try await server.get(
        try await server.mission(id),
        [
          "events": "\(events)", "heartbeats": heartbeats ? "true" : nil,
          "as_of": asOf.moment(server.invocation),
        ]))
  }
}

extension List: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    guard !watch else {
      throw MissionError(.validationError, "--watch works on a home, not on a server")
    }
    let time = server.invocation.time
    var chain: String?
    if let text = filter.chain { chain = try await server.missionID(text) }
    let answer = try await server.get(
      "missions",
      [
        "vp_id": filter.vpID, "status": filter.status,
        "attention": filter.attention ? "true" : nil, "failure_mode": filter.failureMode,
        "chain_id": chain, "source_session_id": filter.sourceSessionID,
        "since": filter.since?.past(time).description,
        "until": filter.until?.past(time).description, "grep": filter.grep,
        "sort": filter.sort?.rawValue, "limit": "\(filter.limit)", "cursor": filter.cursor,
        "as_of": asOf.moment(server.invocation),
      ])
    guard quiet, !globals.json else { return try server.showList(answer, "missions", form) }
    for row in answer.rows(of: "missions") {
      try server.invocation.console.out.line(JSONRows.text(row["mission_id"]))
    }
    return .success
  }
}

extension Wait: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    var missions: [String] = []
    for text in try MissionIDsInput.ids(ids, server.invocation.console) {
      missions.append(try await server.missionID(text))
    }
    let seconds = timeout?.seconds ?? 45
    var items: [ServerLink.Item] = [
      ("timeout_seconds", "\(seconds)"), ("until", until.rawValue), ("mode", mode.rawValue),
      ("after_version", "\(afterVersion)"),
    ]
    items += missions.map { (missions.count == 1 ? "mission_id" : "mission_ids", $0) }
    let answer = try ServedAnswer(try await server.link.get("/api/v1/wait", items, seconds))
    return try server.show(answer, exit: Self.exit(answer))
  }

  /// The exit code of the worst of the missions that were waited for.
  private static func exit(_ answer: ServedAnswer) -> Exit {
    guard !answer.flag("timed_out") else { return .timedOut }
    let codes: [Int32] = answer.rows(of: "done").map { mission in
      switch JSONRows.text(mission["effective_status"]) {
      case "failed": 1
      case "cancelled": 2
      case "blocked", "stale", "cancelling": 3
      default: 0
      }
    }
    return Exit(code: codes.max() ?? 0)
  }
}

extension Cancel: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try await server.each(ids, confirmation, verb: "cancel") { mission in
      try await server.post(
        mission + "/cancel",
        [
          "reason": reason.map(JSONInput.text),
          "force": force ? JSONInput.literal("true") : nil,
        ])
    }
  }
}

extension Retry: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try await server.each(ids, confirmation, verb: "retry") { mission in
      try await server.post(
        mission + "/retry",
        [
          "guidance": guidance.map(JSONInput.text), "vp_id": vpID.map(JSONInput.text),
          "fresh_workspace": freshWorkspace ? JSONInput.literal("true") : nil,
        ])
    }
  }
}

extension Ack: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try await server.each(ids, confirmation, verb: "acknowledge") { mission in
      try await server.post(mission + "/ack", ["note": note.map(JSONInput.text)])
    }
  }
}

extension Answer: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let mission = try await server.mission(id)
    let reply = text == "-" ? try FileInput.text(of: "-", server.invocation.console) : text
    var question = questionID
    if question == nil {
      let known = try await server.get(mission, ["events": "0"])
      question = known.object("mission")?.object("blocked")?.text("question_id")
    }
    guard let question else {
      throw MissionError(.invalidTransition, "the mission is not blocked: it has no open question")
    }
    return try server.show(
      try await server.post(
        mission + "/answer",
        ["question_id": JSONInput.text(question), "answer": JSONInput.text(reply)]))
  }
}

extension Escalate: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.show(
      try await server.post(
        try await server.mission(id) + "/escalate",
        [
          "summary": JSONInput.text(summary), "why_escalating": JSONInput.text(why),
          "recommended_action": recommendedAction.map(JSONInput.text),
        ]))
  }
}

extension Annotate: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.show(
      try await server.post(
        try await server.mission(id) + "/annotate",
        [
          "note": JSONInput.text(note),
          "data": try data.map { try JSONInput.value(of: $0, option: "data") },
        ]))
  }
}

extension Artifacts: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let bytes = maxBytes ?? (path != nil && !globals.json ? 2_000_000 : nil)
    let answer = try await server.get(
      try await server.mission(id) + "/artifacts",
      [
        "path": path, "max_files": maxFiles.map { "\($0)" }, "max_bytes": bytes.map { "\($0)" },
        "offset": offset == 0 ? nil : "\(offset)",
      ])
    guard path != nil, !globals.json, let text = answer.text("text") else {
      return try server.show(answer)
    }
    try server.invocation.console.out.write(text)
    return .success
  }
}

extension ServerSession {
  /// Does a command on each mission that was named, one by one, as `MissionBatch` does it on a home; the first failure
  /// is the exit code.
  fileprivate func each(
    _ arguments: [String], _ confirmation: ConfirmationOptions, verb: String,
    _ body: (_ mission: String) async throws -> ServedAnswer
  ) async throws -> Exit {
    let texts = try MissionIDsInput.ids(arguments, invocation.console)
    try confirmation.confirm(verb, texts, invocation)
    if confirmation.dryRun { return try await rehearse(texts, verb: verb) }
    if texts.count == 1, arguments != ["-"], let text = texts.first {
      return try show(try await body(try await mission(text)))
    }
    var items: [BatchAnswer.Item] = []
    for text in texts {
      do {
        let answer = try await body(try await mission(text))
        items.append(.init(missionID: text, result: .success(answer)))
        if !invocation.globals.json { _ = try show(answer) }
      } catch let error as MissionError {
        items.append(.init(missionID: text, result: .failure(error)))
        if !invocation.globals.json { invocation.note("\(text): \(error.message)") }
      }
    }
    let answer = BatchAnswer(items)
    if invocation.globals.json { try invocation.print(json: answer.json) }
    return Exit(code: answer.firstError?.exitCode ?? 0)
  }

  /// Shows the missions that would be acted on.
  private func rehearse(_ texts: [String], verb: String) async throws -> Exit {
    var missions: [JSONText] = []
    for text in texts {
      let id = try await missionID(text)
      let found = try await get("wait", ["mission_id": id, "timeout_seconds": "0"])
      if let mission = found["mission"] { missions.append(mission) }
    }
    let answer = RehearsalAnswer(verb: verb, missions: missions)
    return try show(try ServedAnswer(answer.json))
  }
}
