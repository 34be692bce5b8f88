import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// One command on one or several missions: resolved, confirmed, then done one by one, each its own
/// success.
struct MissionBatch<Request: FleetRequest, Place: Workplace> where Request.Answer: OutcomeAnswer {
  let verb: RehearsedCommand
  /// The last part of the request's path at a server.
  let word: String
  let confirmation: ConfirmationOptions
  let place: Place
  /// The request's members beside the mission.
  let members: [String: JSONText?]
  /// Returns the line for a person about a mission, from the answer about it.
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

  /// Acts on each mission that `arguments` name, and prints the outcomes.
  ///
  /// A single mission, named directly, is answered by its own object; several, or standard input,
  /// by `results`. The exit code is the first failure's.
  func run(_ arguments: [String]) async throws -> Exit {
    let texts = try MissionIDsInput.ids(arguments, invocation.console)
    let missions = try await place.missions(named: texts)
    try confirmation.confirm(verb.rawValue, missions.count, invocation)
    if confirmation.dryRun { return try await rehearse(missions) }
    if missions.count == 1, arguments != ["-"], let mission = missions.first {
      return try place.show(try await act(on: mission)) { mission, answer, page in
        try page.line(line(mission, answer))
        invocation.hint(next: mission)
      }
    }
    var items: [BatchAnswer.Item] = []
    for mission in missions {
      do {
        let done = try await act(on: mission)
        items.append(.init(missionID: mission.text, result: .success(done.answer)))
        if !invocation.globals.json {
          invocation.warn(of: done.answer)
          try invocation.page.line(told(of: done))
        }
      } catch let error as MissionError {
        items.append(.init(missionID: mission.text, result: .failure(error)))
        if !invocation.globals.json { invocation.note("\(mission.text): \(error.message)") }
      }
    }
    let answer = BatchAnswer(items)
    if invocation.globals.json { try invocation.print(json: answer.json) }
    return Exit(code: answer.firstError?.exitCode ?? 0)
  }

  private func act(on mission: NamedMission) async throws -> Outcome {
    try await place.outcome(
      of: place.answer(
        Request.self, to: .knownMission(id: mission.id.get(), word: word), members))
  }

  /// The outcome for a mission, for a person: its id alone where it can't be shown.
  private func told(of done: Outcome) throws -> String {
    let answer = try JSONObject(done.answer.json)
    return try done.mission.map { try line($0, answer) }
      ?? answer.object("mission").missionID.rawValue
  }

  /// Shows the missions that would be acted on, those already done, and those that would be
  /// refused.
  ///
  /// The exit code is the first refusal's, as the command's own would be.
  ///
  /// - Throws: an error of the place itself, such as a server that is away; and the error of a
  ///   single mission.
  private func rehearse(_ missions: [NamedMission]) async throws -> Exit {
    var answer = BatchRehearsal(verb: verb, warnings: place.warnings)
    for mission in missions {
      do {
        try answer.add(await rehearsal(of: mission))
      } catch let error as MissionError where missions.count > 1 && !error.isOfPlace {
        answer.refused.append(.init(missionID: mission.text, error: error))
      }
    }
    return try invocation.show(answer, failing: answer.refused.first?.error) { answer, page in
      try answer.write(to: page)
      for refusal in answer.refused {
        invocation.note("\(refusal.missionID) would be refused: \(refusal.error.message)")
      }
    }
  }

  private func rehearsal(of mission: NamedMission) async throws -> JSONObject {
    let known = Set(RehearseMission.parameters.map(\.name))
    var asked = members.filter { known.contains($0.key) }
    asked["command"] = JSONInput.text(verb.rawValue)
    return try JSONObject(
      await place.ask(
        RehearseMission.self, of: .knownMission(id: mission.id.get(), word: "rehearsal"), asked
      ).json)
  }
}
