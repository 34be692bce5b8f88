import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// The answer of a server: the members of its one object, in their order.
struct ServedAnswer: ToolAnswer {
  let object: JSONObject

  /// Reads an answer.
  ///
  /// - Throws: `unavailable` for an answer that is not a missionlog server's.
  init(_ json: [UInt8]) throws(MissionError) {
    // The server's order of members is kept.
    _ = try Self.reading { () throws(JSONError) in
      try JSONText(canonicalizing: json, limits: .own)
    }
    object = try JSONObject(json)
  }

  /// Reads a part of a server's answer.
  ///
  /// - Throws: `unavailable` for an unreadable one: it is not a missionlog server's.
  static func reading<Value>(
    _ what: String = "answer", _ read: () throws(JSONError) -> Value
  ) throws(MissionError) -> Value {
    do {
      return try read()
    } catch {
      throw MissionError(.unavailable, "the server's \(what) can't be read: \(error.message)")
    }
  }

  var hint: String? { object["hint"].map { JSONRows.text($0) } }

  var leftOut: MissionError? { (try? ServedWarnings(of: object))?.leftOut }

  /// The warnings for the caller, in the server's words.
  var remarks: [String] { (try? ServedWarnings(of: object))?.messages ?? [] }

  /// The mission that an answer shows whole, with its warnings.
  func mission() throws(MissionError) -> MissionView {
    var mission = try object.mission("mission")
    let unread = try ServedWarnings(of: object).filter { $0 == Warning.Kind.eventUnread.rawValue }
    mission.isUnread = !unread.objects.isEmpty
    return mission
  }

  func write(into writer: inout JSONWriter) {
    for (name, value) in object.members where name != "ok" && name != "hint" {
      writer.field(name, value)
    }
  }
}
