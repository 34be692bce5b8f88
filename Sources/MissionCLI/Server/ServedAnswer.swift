import CanonicalJSON
import MissionModel
import MissionTools

/// What a server answered: the members of its one object, in their order.
struct ServedAnswer: ToolAnswer {
  let object: JSONObject

  /// Reads an answer.
  ///
  /// - Throws: `unavailable` for what is no answer of a missionlog server.
  init(_ json: [UInt8]) throws(MissionError) {
    do throws(JSONError) {
      // What the server wrote is kept in its order.
      _ = try JSONText(canonicalizing: json, limits: .own)
    } catch {
      throw MissionError(.unavailable, "what the server answered can't be read: \(error.message)")
    }
    object = try JSONObject(json)
  }

  var hint: String? { object["hint"].map { JSONRows.text($0) } }

  var leavesOutALedger: Bool { !object.ledgersLeftOut.isEmpty }

  /// What the caller should know although the call succeeded, as the server said it.
  var remarks: [String] {
    let warnings = (try? object.objects("warnings")) ?? []
    return warnings.map { JSONRows.text($0["message"]) }
  }

  func write(into writer: inout JSONWriter) {
    for (name, value) in object.members where name != "ok" && name != "hint" {
      writer.field(name, value)
    }
  }
}
