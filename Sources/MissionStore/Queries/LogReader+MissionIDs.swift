package import EventLog
import EventLogSQLite
package import MissionModel

extension LogReader {
  /// How many missions `missionIDs` names at most.
  package static let mostMissionIDs = 20

  /// The missions of this ledger whose id is a text, or else begins or ends with it, sorted; at
  /// most `mostMissionIDs`.
  ///
  /// A beginning or an end has at least 4 characters after `vp-mission-`; a shorter text is only an
  /// id. An end is looked for among all missions: some ten milliseconds for a hundred thousand.
  package func missionIDs(matching text: String) throws -> [MissionID] {
    try query { connection in
      if try !names(connection, "name = ?1", text: Self.stream + text).isEmpty {
        return MissionID(text).map { [$0] } ?? []
      }
      let isPrefixed = text.hasPrefix(MissionID.prefix)
      let part = isPrefixed ? String(text.dropFirst(MissionID.prefix.count)) : text
      guard part.utf8.count >= MissionID.shortestPart else { return [] }
      var found = try names(
        connection, Self.beginning, text: Self.stream + MissionID.prefix + part)
      if !isPrefixed {
        // The prefix that all ids share is no part of one.
        found += try names(connection, Self.otherBeginning, text: Self.stream + text)
        found += try names(connection, Self.end, text: text)
      }
      let ids = Set(found.map { String($0.dropFirst(Self.stream.count)) })
      return Array(ids.compactMap(MissionID.init).sorted().prefix(Self.mostMissionIDs))
    }
  }

  private static let stream = MissionID.streamPrefix
  private static let beginning = "name >= ?1 AND name < ?1 || char(0x10FFFF)"
  private static let otherBeginning =
    "(\(beginning)) AND substr(name, 1, \((stream + MissionID.prefix).count)) <> '\(stream + MissionID.prefix)'"
  private static let end =
    "name > 'mission/' AND name < 'mission0' AND substr(name, -length(?1)) = ?1"

  private func names(
    _ connection: Connection, _ condition: String, text: String
  ) throws -> [String] {
    let query = try connection.statement(
      "SELECT name FROM streams WHERE \(condition) ORDER BY name LIMIT ?2")
    try query.bind(text, at: 1)
    try query.bind(Self.mostMissionIDs, at: 2)
    var names: [String] = []
    while try query.step() { names.append(query.text(at: 0)) }
    return names
  }
}
