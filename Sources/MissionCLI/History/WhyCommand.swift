import ArgumentParser
import CanonicalJSON
import MissionClient
import MissionModel
import MissionReplay
import MissionTools

/// `why`: the effective status, and the events and rules that decided it.
struct WhyCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Explain the status of a mission or a worker session.",
    discussion: """
      Example:
        missionlog why 3f9a12bc
      """)

  @Argument(help: "A mission, or a session (<vp>/<worker>).", completion: .missions) var id: String

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let session = id.contains("/") ? SessionID(id) : nil
    let answer: any ToolAnswer = try await place.either(
      home: { home in
        let subject: Why.Subject
        if let session {
          subject = .session(session)
        } else {
          subject = .mission(try await home.invocation.mission(id, home.tools))
        }
        return try await ExplainWhy(subject).answer(home.tools)
      },
      server: { server in
        if let session { return try await server.get(ServerPath.session(session) + "/why") }
        return try await server.get(try await server.mission(id) + "/why")
      })
    let invocation = place.invocation
    return try invocation.show(answer) { answer, page in
      let why = try Why(answered: answer.json)
      try page.drawing(WhyDrawing(why, clock: page.time.face, width: page.screen.width).lines)
      if case .mission(let mission) = why.subject { invocation.hint(of: answer, on: mission) }
    }
  }
}

extension Why {
  /// Reads the explanation of an answer.
  init(answered json: [UInt8]) throws(MissionError) {
    self = try ServedAnswer.reading { () throws(JSONError) in
      var reader = JSONReader(trusted: json)
      return try Why(reading: &reader)
    }
  }
}
