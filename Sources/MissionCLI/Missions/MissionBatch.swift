import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// One command on one or several missions: resolved, confirmed, then done one by one, each its own success.
struct MissionBatch {
  let verb: String
  let confirmation: ConfirmationOptions
  let invocation: Invocation

  /// Does `body` on each mission that `arguments` name and prints what became of it.
  ///
  /// One mission named as such is answered by its own object; several, or standard input, by `results`. The exit code
  /// is the first failure's.
  func run<Answer: ToolAnswer>(
    _ arguments: [String], body: (MissionID, ToolContext) async throws -> Answer,
    line: (Answer) -> String, next: (Answer) -> MissionView
  ) async throws -> Exit {
    let tools = try invocation.tools()
    let texts = try MissionIDsInput.ids(arguments, invocation.console)
    try confirmation.confirm(verb, texts, invocation)
    if confirmation.dryRun { return try await rehearse(texts, tools) }
    if texts.count == 1, arguments != ["-"], let text = texts.first {
      let answer = try await body(try await invocation.mission(text, tools), tools)
      return try invocation.show(answer) { answer, page in
        try page.line(line(answer))
        if let next = MissionText.next(next(answer)) { invocation.hint(next.words, next.purpose) }
      }
    }
    var items: [BatchAnswer.Item] = []
    for text in texts {
      do {
        let answer = try await body(try await invocation.mission(text, tools), tools)
        items.append(.init(missionID: text, result: .success(answer)))
        if !invocation.globals.json {
          for warning in answer.warnings { invocation.warn(warning.message) }
          try invocation.page.line(line(answer))
        }
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
  private func rehearse(_ texts: [String], _ tools: ToolContext) async throws -> Exit {
    var missions: [MissionView] = []
    for text in texts {
      let id = try await invocation.mission(text, tools)
      var request = GetRequest()
      request.events = 0
      missions.append(try await tools.fleet.get(id, request).mission)
    }
    let answer = RehearsalAnswer(verb: verb, missions: missions.map(Self.summary))
    return try invocation.show(answer) { [missions] _, page in
      try page.line("Would \(verb):")
      try page.table(MissionTable.table(missions, page.time))
    }
  }
}

extension MissionBatch {
  private static func summary(_ mission: MissionView) -> JSONText {
    var writer = JSONWriter(order: .asWritten)
    mission.writeSummary(into: &writer)
    return JSONText(trusted: writer.finish())
  }
}

/// What `--dry-run` answers: the missions that would be acted on, as they are.
struct RehearsalAnswer: ToolAnswer {
  let verb: String
  /// Each mission's summary.
  let missions: [JSONText]

  func write(into writer: inout JSONWriter) {
    writer.field("dry_run", true)
    writer.field("would", verb)
    writer.field("count", missions.count)
    writer.field("missions", missions)
  }
}
