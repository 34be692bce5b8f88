import CanonicalJSON
import MissionModel
import MissionTools

/// The answer of a server that has rebuilt or compared projections, one after the other.
struct ServedProjections: ToolAnswer {
  /// A report on each projection of each ledger.
  private let reports: [JSONObject]
  private let list: String
  private let said: ServedWarnings
  let hint: String?

  init(_ answers: [ServedAnswer], list: String) throws(MissionError) {
    var reports: [JSONObject] = []
    for answer in answers { reports += try answer.object.objects(list) }
    // Reports are sorted by ledger, as at a home; the sort is stable.
    let ordered = reports.map { (ledger: JSONRows.text($0["ledger"]), report: $0) }
    self.reports = ordered.sorted { $0.ledger < $1.ledger }.map(\.report)
    self.list = list
    // Every projection's answer repeats a ledger's warnings.
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
