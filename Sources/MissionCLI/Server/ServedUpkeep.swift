import CanonicalJSON
import MissionClient
import MissionModel
import MissionTools

extension Rebuild: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    var names = names
    if names.isEmpty {
      for projection in try await server.get("projections").object.objects("projections") {
        let name = try projection.text("name")
        if !names.contains(name) { names.append(name) }
      }
    }
    var answers: [ServedAnswer] = []
    for name in names {
      let path = "projections/\(ServerPath.segment(name))/" + (check ? "check" : "rebuild")
      answers.append(
        try await server.post(
          path, ["downgrade": downgrade ? JSONInput.literal("true") : nil],
          wait: ServerSession.patience))
    }
    let list = check ? "checked" : "rebuilt"
    let answer = try ServedProjections(answers, list: list)
    guard check else { return try show(answer, server.invocation) }
    let isSound = answer.reports.allSatisfy { $0.flag("sound") }
    return try show(
      checked: answer, exit: isSound && !answer.leavesOutALedger ? .success : .found,
      server.invocation)
  }
}

/// What a server has rebuilt or compared, one projection after the other.
private struct ServedProjections: ToolAnswer {
  /// A report on each projection of each ledger.
  let reports: [JSONObject]
  private let list: String
  private let said: ServedWarnings
  let hint: String?

  init(_ answers: [ServedAnswer], list: String) throws(MissionError) {
    var reports: [JSONObject] = []
    for answer in answers { reports += try answer.object.objects(list) }
    // By ledger, as a home tells them; the sort is stable.
    let ordered = reports.map { (ledger: JSONRows.text($0["ledger"]), report: $0) }
    self.reports = ordered.sorted { $0.ledger < $1.ledger }.map(\.report)
    self.list = list
    // What is wrong with a ledger each projection's answer says again.
    said = try ServedWarnings(of: answers)
    hint = answers.compactMap(\.hint).first
  }

  var remarks: [String] { said.messages }
  var leftOut: MissionError? { said.leftOut }

  func write(into writer: inout JSONWriter) {
    if list == "checked" { writer.field("sound", reports.allSatisfy { $0.flag("sound") }) }
    writer.field(list, reports)
    said.write(into: &writer)
  }
}
