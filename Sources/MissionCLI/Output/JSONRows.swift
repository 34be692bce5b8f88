import CanonicalJSON
import MissionModel
import MissionTools

/// The objects of a list in an answer's JSON, for the forms of a list that a person picks fields of.
struct JSONRows: Sendable {
  let rows: [JSONObject]
  /// Every name that a row may have, in their order: those of the shape, and what a row has besides.
  let known: [String]

  /// Reads the list that is the member `name` of the object in `json`; its rows are of a shape, where they have one.
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

  /// The names asked for, each of which a row may have; all of those where none were asked for.
  func names(_ asked: [String]?) throws(MissionError) -> [String] {
    guard let asked else { return known }
    if !known.isEmpty, let unknown = asked.first(where: { !known.contains($0) }) {
      throw MissionError(
        .validationError,
        "there is no field '\(unknown)'; there are \(known.joined(separator: ", "))")
    }
    return asked
  }

  /// The object in `json` with only the members asked for in each object of its list `name`.
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

  /// A value as text: a string without its quotes, null as nothing, anything else as JSON.
  static func text(_ value: JSONText?) -> String {
    guard let value, value != .null else { return "" }
    return value.readable
  }
}
