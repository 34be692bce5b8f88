import CanonicalJSON
import MissionModel
import MissionTools

/// The objects of a list in an answer's JSON, for forms in which a person picks fields.
struct JSONRows: Sendable {
  let rows: [JSONObject]
  /// Every name that a row may have, in order: those of the shape, then any others.
  let known: [String]

  /// Reads the list in the member `name` of the object in `json`; its rows have a shape, if one is
  /// given.
  init(_ json: [UInt8], list name: String, of shape: Shape? = nil) throws {
    rows = try JSONObject(json).objects(name)
    var known = shape?.fields.map(\.name) ?? []
    var found = Set(known)
    for row in rows {
      for member in row.members where found.insert(member.name).inserted {
        known.append(member.name)
      }
    }
    self.known = known
  }

  /// The wanted names, each of which must be known; all names if none are wanted.
  func names(_ asked: [String]?) throws(MissionError) -> [String] {
    guard let asked else { return known }
    if !known.isEmpty, let unknown = asked.first(where: { !known.contains($0) }) {
      throw MissionError(
        .validationError,
        "there is no field '\(unknown)'; the fields are \(known.joined(separator: ", "))")
    }
    return asked
  }

  /// The object in `json` with only the wanted members in each object of its list `name`.
  static func picking(
    _ asked: [String], of name: String, _ shape: Shape?, in json: [UInt8]
  ) throws -> [UInt8] {
    let list = try JSONRows(json, list: name, of: shape)
    let names = try list.names(asked)
    var writer = JSONWriter(order: .asWritten)
    try writer.object { writer in
      var reader = JSONReader(trusted: json)
      try reader.readObject { key, reader throws(JSONError) in
        let value = try reader.readText()
        guard key == name else { return writer.field(key.string, value) }
        writer.field(
          name,
          array: { writer in
            for row in list.rows { writer.element(object: { row.write(names, into: &$0) }) }
          })
      }
    }
    return writer.finish()
  }

  /// A value as text: a string without its quotes, null as an empty text, any other value as JSON.
  static func text(_ value: JSONText?) -> String {
    guard let value, value != .null else { return "" }
    return value.readable
  }
}
