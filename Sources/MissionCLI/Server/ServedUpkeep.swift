import CanonicalJSON
import MissionModel
import MissionTools

extension Projections: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try show(try await server.get("projections"), server.invocation)
  }
}

extension Rebuild: ServedCommand {
  /// For how many seconds an answer is waited for.
  private static let patience = 86_400.0

  func run(_ server: ServerSession) async throws -> Exit {
    guard !check, !downgrade else {
      throw MissionError(
        .validationError,
        "\(check ? "--check" : "--downgrade") works on a home, not on a server: leave out --server")
    }
    var names = names
    if names.isEmpty {
      for projection in try await server.get("projections").object.objects("projections") {
        let name = try projection.text("name")
        if !names.contains(name) { names.append(name) }
      }
    }
    var answers: [JSONObject] = []
    for name in names {
      let path = "projections/\(server.link.segment(name))/rebuild"
      answers.append(try await server.post(path, wait: Self.patience).object)
    }
    let answer = try RebuiltProjections(answers)
    if !globals.json {
      for warning in answer.warned { server.invocation.warn(JSONRows.text(warning["message"])) }
    }
    let isWhole = answer.warned.allSatisfy { $0["ledger"] == nil }
    return try show(answer, exit: isWhole ? .success : .found, server.invocation)
  }
}

/// What a server has rebuilt, one projection after the other.
private struct RebuiltProjections: ToolAnswer {
  private let rebuilt: [JSONObject]
  /// What it had to warn of.
  let warned: [JSONObject]

  init(_ answers: [JSONObject]) throws(MissionError) {
    var (rebuilt, warned): ([JSONObject], [JSONObject]) = ([], [])
    for answer in answers {
      rebuilt += try answer.objects("rebuilt")
      warned += try answer.objects("warnings")
    }
    self.rebuilt = rebuilt
    self.warned = warned
  }

  func write(into writer: inout JSONWriter) {
    for (name, list) in [("rebuilt", rebuilt), ("warnings", warned)]
    where name == "rebuilt" || !list.isEmpty {
      writer.field(
        name,
        array: { writer in
          for object in list {
            writer.element(object: { object.write(object.members.map(\.name), into: &$0) })
          }
        })
    }
  }
}
