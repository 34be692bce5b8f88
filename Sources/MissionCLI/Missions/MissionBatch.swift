import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools
import Platform

/// One command on one or several missions: resolved, confirmed, then done one by one, each its own success.
struct MissionBatch {
  /// What is done to each.
  enum Verb: String {
    case cancel, retry, acknowledge
  }

  let verb: Verb
  let confirmation: ConfirmationOptions
  let invocation: Invocation

  /// What became of one mission.
  struct Done {
    let answer: any ToolAnswer
    /// The same for a person, and the mission where it may be seen; nil where nobody reads it.
    let told: (line: String, mission: MissionView?)?
  }

  /// Does `body` on each mission that `arguments` name and prints what became of it.
  func run<Answer: ToolAnswer>(
    _ arguments: [String], body: (MissionID, ToolContext) async throws -> Answer,
    line: (Answer) -> String, next: (Answer) -> MissionView
  ) async throws -> Exit {
    let tools = try invocation.tools()
    return try await run(
      arguments, policy: tools.fleet.policy, warnings: tools.fleet.configuration.warnings
    ) { text in
      var request = GetRequest()
      request.events = 0
      return try await tools.fleet.get(try await invocation.mission(text, tools), request).mission
    } act: { text in
      let answer = try await body(try await invocation.mission(text, tools), tools)
      return Done(answer: answer, told: (line(answer), next(answer)))
    }
  }

  /// Does `act` on each mission that `arguments` name and prints what became of it; `look` shows a mission beforehand.
  ///
  /// `policy` is what a rehearsal goes by; a server's isn't known here, and only it knows how long its chains may be.
  /// `warnings` are a rehearsal's, which goes on where what it rehearses would be refused.
  /// One mission named as such is answered by its own object; several, or standard input, by `results`. The exit code
  /// is the first failure's.
  func run(
    _ arguments: [String], policy: MissionPolicy = MissionPolicy(retryChainMax: .max),
    warnings: [Warning] = [],
    look: (String) async throws -> MissionView, act: (String) async throws -> Done
  ) async throws -> Exit {
    let texts = try MissionIDsInput.ids(arguments, invocation.console)
    try confirmation.confirm(verb.rawValue, texts, invocation)
    if confirmation.dryRun { return try await rehearse(texts, policy, warnings, look) }
    if texts.count == 1, arguments != ["-"], let text = texts.first {
      let done = try await act(text)
      return try invocation.show(done.answer) { _, page in
        guard let (line, mission) = done.told else { return }
        try page.line(line)
        if let mission { invocation.hint(next: mission) }
      }
    }
    var items: [BatchAnswer.Item] = []
    for text in texts {
      do {
        let done = try await act(text)
        items.append(.init(missionID: text, result: .success(done.answer)))
        if !invocation.globals.json {
          invocation.warn(of: done.answer)
          if let told = done.told { try invocation.page.line(told.line) }
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

  /// Shows the missions that would be acted on, and those that would be refused.
  ///
  /// - Throws: `forbidden` for a caller who may not look, and may well act.
  private func rehearse(
    _ texts: [String], _ policy: MissionPolicy, _ warnings: [Warning],
    _ look: (String) async throws -> MissionView
  ) async throws -> Exit {
    var missions: [MissionView] = []
    var refused: [RehearsalAnswer.Refusal] = []
    for text in texts {
      do {
        let mission = try await look(text)
        if let error = verb.refusal(of: mission, policy) {
          refused.append(.init(missionID: mission.state.facts.missionID.rawValue, error: error))
        } else {
          missions.append(mission)
        }
      } catch let error as MissionError where texts.count > 1 && error.code != .forbidden {
        refused.append(.init(missionID: text, error: error))
      }
    }
    let answer = RehearsalAnswer(
      verb: verb.rawValue, missions: missions.map(Self.summary), refused: refused,
      warnings: warnings)
    return try invocation.show(answer) { [missions, refused] _, page in
      if !missions.isEmpty || refused.isEmpty {
        try page.line("Would \(verb.rawValue):")
        try page.table(MissionTable.table(missions, page.time))
      }
      for refusal in refused {
        invocation.note("\(refusal.missionID) would be refused: \(refusal.error.message)")
      }
    }
  }
}

extension MissionBatch.Verb {
  /// Why a mission refuses it, as it now is; nil where it will be done.
  fileprivate func refusal(of mission: MissionView, _ policy: MissionPolicy) -> MissionError? {
    let state = mission.state
    let command: MissionCommand
    switch self {
    case .acknowledge: return nil
    case .cancel: command = .cancel(reason: "", force: false)
    case .retry:
      // Whether another retry is the same one is for its ledger to say.
      guard state.retried == nil else { return nil }
      command = .retry(
        MissionRetried(
          newMissionID: state.facts.missionID, vpID: state.facts.vpID, guidance: nil,
          freshWorkspace: false))
    }
    do throws(MissionError) {
      _ = try decide(
        state, command, DecisionContext(now: .epoch, ledger: mission.lane, policy: policy))
      return nil
    } catch {
      return error
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

/// What `--dry-run` answers: the missions that would be acted on, as they are, and those that would be refused.
struct RehearsalAnswer: ToolAnswer {
  /// A mission that the command wouldn't be done to.
  struct Refusal: JSONWritable {
    /// The mission, or what the caller named one by that can't be found.
    let missionID: String
    let error: MissionError

    func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("mission_id", missionID)
        writer.field("error", error)
      }
    }
  }

  let verb: String
  /// Each mission's summary.
  let missions: [JSONText]
  let refused: [Refusal]
  let warnings: [Warning]

  func write(into writer: inout JSONWriter) {
    writer.field("dry_run", true)
    writer.field("would", verb)
    writer.field("count", missions.count)
    writer.field("missions", missions)
    writer.field("refused", refused)
  }
}
