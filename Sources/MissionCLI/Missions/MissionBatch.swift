import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// One command on one or several missions: resolved, confirmed, then done one by one, each its own success.
struct MissionBatch<Request: FleetRequest, Place: Workplace> where Request.Answer: OutcomeAnswer {
  let verb: RehearsedCommand
  /// The last part of the path that takes the request at a server.
  let word: String
  let confirmation: ConfirmationOptions
  let place: Place
  /// What the request tells beside the mission.
  let members: [String: JSONText?]
  /// Says for a person what became of a mission, by the answer that tells of it.
  let line: (MissionView, JSONObject) throws -> String

  init(
    _ verb: RehearsedCommand, by type: Request.Type, _ word: String,
    _ confirmation: ConfirmationOptions, at place: Place, _ members: [String: JSONText?],
    line: @escaping (MissionView, JSONObject) throws -> String
  ) {
    self.verb = verb
    self.word = word
    self.confirmation = confirmation
    self.place = place
    self.members = members
    self.line = line
  }

  private var invocation: Invocation { place.invocation }

  /// Acts on each mission that `arguments` name and prints what became of it.
  ///
  /// One mission named as such is answered by its own object; several, or standard input, by `results`. The exit code
  /// is the first failure's.
  func run(_ arguments: [String]) async throws -> Exit {
    let texts = try MissionIDsInput.ids(arguments, invocation.console)
    try confirmation.confirm(verb.rawValue, texts, invocation)
    if confirmation.dryRun { return try await rehearse(texts) }
    if texts.count == 1, arguments != ["-"], let text = texts.first {
      let done = try await act(on: text)
      return try invocation.show(done.answer) { _, page in
        try page.line(told(of: done))
        if let mission = done.mission { invocation.hint(next: mission) }
      }
    }
    var items: [BatchAnswer.Item] = []
    for text in texts {
      do {
        let done = try await act(on: text)
        items.append(.init(missionID: text, result: .success(done.answer)))
        if !invocation.globals.json {
          invocation.warn(of: done.answer)
          try invocation.page.line(told(of: done))
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

  private func act(on text: String) async throws -> Outcome {
    try await place.act(Request.self, on: .mission(text, word: word), members)
  }

  /// What became of a mission, for a person: its id alone where it can't be shown.
  private func told(of done: Outcome) throws -> String {
    let answer = try JSONObject(done.answer.json)
    return try done.mission.map { try line($0, answer) }
      ?? answer.object("mission").missionID.rawValue
  }

  /// Shows the missions that would be acted on, and those that would be refused.
  ///
  /// - Throws: `forbidden` for a caller who may not look, and may well act.
  private func rehearse(_ texts: [String]) async throws -> Exit {
    var missions: [MissionView] = []
    var refused: [BatchRehearsal.Refusal] = []
    for text in texts {
      do {
        let answer = try JSONObject(
          await place.ask(
            RehearseMission.self, of: .mission(text, word: "rehearsal"),
            ["command": JSONInput.text(verb.rawValue)]
          ).json)
        let mission = try answer.mission("mission")
        if let error = try answer.optionalObject("refusal") {
          refused.append(
            .init(
              missionID: mission.state.facts.missionID.rawValue, error: error,
              message: try error.text("message")))
        } else {
          missions.append(mission)
        }
      } catch let error as MissionError where texts.count > 1 && error.code != .forbidden {
        refused.append(.init(missionID: text, error: error, message: error.message))
      }
    }
    let answer = BatchRehearsal(
      verb: verb.rawValue, missions: missions, refused: refused, warnings: place.warnings)
    return try invocation.show(answer) { answer, page in
      if !answer.missions.isEmpty || answer.refused.isEmpty {
        try page.line("Would \(verb.rawValue):")
        try page.table(MissionTable.table(answer.missions, page.time))
      }
      for refusal in answer.refused {
        invocation.note("\(refusal.missionID) would be refused: \(refusal.message)")
      }
    }
  }
}
