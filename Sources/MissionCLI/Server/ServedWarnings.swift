import CanonicalJSON
import MissionControl
import MissionModel

/// The warnings of a server, in its words.
struct ServedWarnings: Sendable {
  private(set) var objects: [JSONObject]

  /// Takes the warnings of an answer.
  init(of answer: JSONObject) throws(MissionError) {
    objects = try answer.objects("warnings")
  }

  /// Takes those of several answers, each message once.
  init(of answers: [ServedAnswer]) throws(MissionError) {
    objects = []
    for answer in answers {
      objects += try answer.object.objects("warnings").filter { warning in
        !objects.contains { $0["message"] == warning["message"] }
      }
    }
  }

  /// Whether one of them is of this kind.
  func tell(of kind: Warning.Kind) -> Bool {
    objects.contains { JSONRows.text($0["code"]) == kind.rawValue }
  }

  /// Those about ledgers that are left out since they could not answer.
  private var ofLedgersLeftOut: [JSONObject] {
    objects.filter { warning in
      JSONRows.text(warning["code"]) == Warning.Kind.ledgerUnavailable.rawValue
        && warning["error"] != nil
    }
  }

  /// The error of the first ledger that is left out; nil where none is.
  var leftOut: MissionError? {
    ofLedgersLeftOut.first.map { warning in
      .leftOut(
        MissionError.Code(rawValue: JSONRows.text(warning["error"])) ?? .internalError,
        JSONRows.text(warning["message"]))
    }
  }

  /// The names of the ledgers that are left out.
  var ledgersLeftOut: [String] {
    ofLedgersLeftOut.compactMap { $0["ledger"].map { JSONRows.text($0) } }
  }

  /// Their messages for a person.
  var messages: [String] { objects.map { JSONRows.text($0["message"]) } }

  /// The messages that are new; one about the same subject in other words, such as another count,
  /// is not.
  func news(since before: ServedWarnings?) -> [String] {
    let known = Set((before?.objects ?? []).map(Self.subject))
    return objects.filter { !known.contains(Self.subject($0)) }
      .map { JSONRows.text($0["message"]) }
  }

  /// The parts of a warning that identify its subject.
  private static func subject(_ warning: JSONObject) -> [String] {
    let names = warning["ledger"] == nil ? ["message"] : ["code", "ledger", "mission_id", "error"]
    return names.map { JSONRows.text(warning[$0]) }
  }

  /// The warnings of the wanted kinds.
  func filter(_ isWanted: (_ code: String?) -> Bool) throws(MissionError) -> ServedWarnings {
    var wanted = self
    wanted.objects = []
    for warning in objects where isWanted(try warning.optionalText("code")) {
      wanted.objects.append(warning)
    }
    return wanted
  }

  /// The same warnings and one that was found here.
  func adding(_ warning: Warning?) throws(MissionError) -> ServedWarnings {
    guard let warning else { return self }
    var all = self
    var writer = JSONWriter()
    writer.value(warning)
    all.objects.append(try JSONObject(writer.finish()))
    return all
  }

  /// Writes them as a member of an answer, if there are any.
  func write(into writer: inout JSONWriter) {
    if !objects.isEmpty { writer.field("warnings", objects) }
  }
}
