import CanonicalJSON
import MissionModel
import MissionTools

/// What a server answered: the members of its one object, in their order.
struct ServedAnswer: ToolAnswer {
  private let members: [(name: String, value: JSONText)]

  /// Reads an answer.
  ///
  /// - Throws: `unavailable` for what is no answer of a missionlog server.
  init(_ json: [UInt8]) throws(MissionError) {
    var members: [(name: String, value: JSONText)] = []
    do throws(JSONError) {
      // What the server wrote is kept in its order.
      _ = try JSONText(canonicalizing: json)
      var reader = JSONReader(trusted: json)
      try reader.readObject { key, reader throws(JSONError) in
        members.append((key.string, try reader.readText()))
      }
    } catch {
      throw MissionError(.unavailable, "what the server answered can't be read: \(error.message)")
    }
    self.members = members.filter { $0.name != "ok" }
  }

  var hint: String? { text("hint") }

  /// The members that are not about the call itself.
  var facts: [(name: String, value: JSONText)] {
    members.filter { !["hint", "warnings"].contains($0.name) }
  }

  /// What the caller should know although the call succeeded.
  var remarks: [String] { rows(of: "warnings").map { JSONRows.text($0["message"]) } }

  func write(into writer: inout JSONWriter) {
    for (name, value) in members where name != "hint" { writer.field(name, value) }
  }

  /// A member; nil where it is none, or null.
  subscript(name: String) -> JSONText? {
    members.first { $0.name == name && $0.value != .null }?.value
  }

  /// A member that is a text.
  func text(_ name: String) -> String? { self[name].map { JSONRows.text($0) } }

  /// A member that is true or false.
  func flag(_ name: String) -> Bool { self[name]?.string == "true" }

  /// The objects of a member that is a list.
  func rows(of name: String) -> [JSONRows.Row] {
    guard let list = self[name] else { return [] }
    var writer = JSONWriter()
    writer.object { $0.field(name, list) }
    return (try? JSONRows(writer.finish(), list: name).rows) ?? []
  }

  /// A member that is an object, such as `mission`.
  func object(_ name: String) -> ServedAnswer? {
    self[name].flatMap { try? ServedAnswer($0.bytes) }
  }
}
