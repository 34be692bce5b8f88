import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// What a server answered: the members of its one object, in their order.
struct ServedAnswer: ToolAnswer {
  let object: JSONObject

  /// Reads an answer.
  ///
  /// - Throws: `unavailable` for what is no answer of a missionlog server.
  init(_ json: [UInt8]) throws(MissionError) {
    // What the server wrote is kept in its order.
    _ = try Self.reading { () throws(JSONError) in
      try JSONText(canonicalizing: json, limits: .own)
    }
    object = try JSONObject(json)
  }

  /// Reads something of what a server sent.
  ///
  /// - Throws: `unavailable` for what can't be read: it is no missionlog server's.
  static func reading<Value>(
    _ what: String = "answered", _ read: () throws(JSONError) -> Value
  ) throws(MissionError) -> Value {
    do {
      return try read()
    } catch {
      throw MissionError(.unavailable, "what the server \(what) can't be read: \(error.message)")
    }
  }

  var hint: String? { object["hint"].map { JSONRows.text($0) } }

  var leftOut: MissionError? { (try? ServedWarnings(of: object))?.leftOut }

  /// What the caller should know although the call succeeded, as the server said it.
  var remarks: [String] { (try? ServedWarnings(of: object))?.messages ?? [] }

  /// The mission that an answer shows whole, with what its warnings say of it.
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
