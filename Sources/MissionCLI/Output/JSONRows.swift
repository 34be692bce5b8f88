import CanonicalJSON
import MissionModel

/// The objects of a list in an answer's JSON, for the forms of a list that a person picks fields of.
struct JSONRows: Sendable {
  /// One object: its members in their order.
  struct Row: Sendable {
    let members: [(name: String, value: JSONText)]

    /// The members of these names as one object.
    func object(_ names: [String]) -> String {
      var writer = JSONWriter(order: .asWritten)
      writer.object { writer in
        for name in names { writer.field(name, self[name]) }
      }
      return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// A member's value.
    subscript(_ name: String) -> JSONText? {
      members.first { $0.name == name }?.value
    }
  }

  let rows: [Row]

  /// Reads the list that is the member `name` of the object in `json`.
  init(_ json: [UInt8], list name: String) throws {
    var rows: [Row] = []
    var reader = JSONReader(trusted: json)
    try reader.readObject { key, reader throws(JSONError) in
      guard key == name else { return }
      try reader.readArray { reader throws(JSONError) in
        var members: [(name: String, value: JSONText)] = []
        try reader.readObject { key, reader throws(JSONError) in
          members.append((key.string, try reader.readText()))
        }
        rows.append(Row(members: members))
      }
    }
    self.rows = rows
  }

  /// The names asked for, each of which the rows must have; all of theirs where none were asked for.
  func names(_ asked: [String]?) throws(MissionError) -> [String] {
    guard let first = rows.first else { return asked ?? [] }
    let known = first.members.map(\.name)
    guard let asked else { return known }
    if let unknown = asked.first(where: { !known.contains($0) }) {
      throw MissionError(
        .validationError,
        "there is no field '\(unknown)'; there are \(known.joined(separator: ", "))")
    }
    return asked
  }

  /// A value as text: a string without its quotes, null as nothing, anything else as JSON.
  static func text(_ value: JSONText?) -> String {
    guard let value, value != .null else { return "" }
    var reader = JSONReader(value)
    return (try? reader.readString()) ?? value.string
  }
}
