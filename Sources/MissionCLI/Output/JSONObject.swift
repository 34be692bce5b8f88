import CanonicalJSON
import MissionModel
import Platform

/// The members of one JSON object of an answer, in their order.
///
/// Pages are drawn from it, so that answers of a home and of a server look alike.
struct JSONObject: Sendable {
  let members: [(name: String, value: JSONText)]

  /// Splits an object that was written by this program or checked before.
  ///
  /// - Throws: `internal_error` for a value that is not an object.
  init(_ json: [UInt8]) throws(MissionError) {
    var members: [(name: String, value: JSONText)] = []
    do throws(JSONError) {
      var reader = JSONReader(trusted: json)
      try reader.readObject { key, reader throws(JSONError) in
        members.append((key.string, try reader.readText()))
      }
    } catch {
      throw MissionError(.internalError, "a part of an answer is not an object: \(error.message)")
    }
    self.members = members
  }

  /// A member's value; nil where it is null, or isn't there.
  subscript(_ name: String) -> JSONText? {
    members.first { $0.name == name && $0.value != .null }?.value
  }

  /// The members of these names as one object, in the order of the names.
  func object(_ names: [String]) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { write(names, into: &$0) }
    return writer.finish()
  }

  /// Writes the members of these names into an object.
  func write(_ names: [String], into writer: inout JSONWriter) {
    for name in names { writer.field(name, self[name]) }
  }
}

extension JSONObject: JSONWritable {
  /// Writes the object again, its members in their order.
  func write(into writer: inout JSONWriter) {
    writer.object { writer in
      for (name, value) in members { writer.field(name, value) }
    }
  }
}

extension JSONObject {
  func optionalText(_ name: String) throws(MissionError) -> String? {
    try read(name) { reader throws(JSONError) in try reader.readString() }
  }

  func text(_ name: String) throws(MissionError) -> String {
    try needed(try optionalText(name), name)
  }

  func optionalInteger(_ name: String) throws(MissionError) -> Int64? {
    try read(name) { reader throws(JSONError) in try reader.readInt64() }
  }

  func integer(_ name: String) throws(MissionError) -> Int64 {
    try needed(try optionalInteger(name), name)
  }

  func count(_ name: String) throws(MissionError) -> Int { Int(try integer(name)) }

  func optionalNumber(_ name: String) throws(MissionError) -> Double? {
    try read(name) { reader throws(JSONError) in try reader.readDouble() }
  }

  func number(_ name: String) throws(MissionError) -> Double {
    try needed(try optionalNumber(name), name)
  }

  /// Whether a member is true.
  func flag(_ name: String) -> Bool { self[name]?.string == "true" }

  func optionalInstant(_ name: String) throws(MissionError) -> Instant? {
    guard let text = try optionalText(name) else { return nil }
    return try needed(Instant(iso8601: text), name)
  }

  func instant(_ name: String) throws(MissionError) -> Instant {
    try needed(try optionalInstant(name), name)
  }

  /// A member that is one of a few words.
  func optionalWord<Word: Choice>(_ name: String) throws(MissionError) -> Word? {
    guard let text = try optionalText(name) else { return nil }
    return try needed(Word(rawValue: text), name)
  }

  func word<Word: Choice>(_ name: String) throws(MissionError) -> Word {
    try needed(try optionalWord(name), name)
  }

  func optionalObject(_ name: String) throws(MissionError) -> JSONObject? {
    guard let value = self[name] else { return nil }
    return try JSONObject(value.bytes)
  }

  func object(_ name: String) throws(MissionError) -> JSONObject {
    try needed(try optionalObject(name), name)
  }

  /// The mission in a member that is its full object.
  func optionalMission(_ name: String) throws(MissionError) -> MissionView? {
    try read(name) { reader throws(JSONError) in try MissionView(reading: &reader) }
  }

  func mission(_ name: String) throws(MissionError) -> MissionView {
    try needed(try optionalMission(name), name)
  }

  /// The missions in a member that lists their full objects.
  func missions(_ name: String) throws(MissionError) -> [MissionView] {
    let missions = try read(name) { reader throws(JSONError) in
      var missions: [MissionView] = []
      try reader.readArray { reader throws(JSONError) in
        missions.append(try MissionView(reading: &reader))
      }
      return missions
    }
    return missions ?? []
  }

  /// The objects in a member that is a list; empty where it isn't there.
  func objects(_ name: String) throws(MissionError) -> [JSONObject] {
    let values = try read(name) { reader throws(JSONError) in
      var values: [[UInt8]] = []
      try reader.readArray { reader throws(JSONError) in
        values.append(try reader.readText().bytes)
      }
      return values
    }
    var objects: [JSONObject] = []
    for value in values ?? [] { objects.append(try JSONObject(value)) }
    return objects
  }

  /// The texts in a member that is a list; empty where it isn't there.
  func texts(_ name: String) throws(MissionError) -> [String] {
    try read(name) { reader throws(JSONError) in try reader.readStrings() } ?? []
  }

  /// The values in a member that is a list, as text; empty where it isn't there.
  func values(_ name: String) throws(MissionError) -> [String] {
    let values = try read(name) { reader throws(JSONError) in
      var values: [String] = []
      try reader.readArray { reader throws(JSONError) in
        values.append(JSONRows.text(try reader.readText()))
      }
      return values
    }
    return values ?? []
  }

  /// The mission that a member `mission_id` names.
  var missionID: MissionID {
    get throws(MissionError) { MissionID(stored: try text("mission_id")) }
  }

  /// The ledgers that an answer leaves out since they can't be read, by its warnings.
  var ledgersLeftOut: [String] { (try? ServedWarnings(of: self))?.ledgersLeftOut ?? [] }

  private func read<Value>(
    _ name: String, _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(MissionError) -> Value? {
    guard let value = self[name] else { return nil }
    var reader = JSONReader(trusted: value.bytes)
    do throws(JSONError) {
      return try body(&reader)
    } catch {
      throw MissionError(.internalError, "the answer's \(name) can't be read: \(error.message)")
    }
  }

  private func needed<Value>(_ value: Value?, _ name: String) throws(MissionError) -> Value {
    guard let value else { throw MissionError(.internalError, "the answer has no \(name)") }
    return value
  }
}
