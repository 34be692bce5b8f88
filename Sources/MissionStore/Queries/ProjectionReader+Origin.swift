import EventLog
import EventLogSQLite
package import EventProjections
package import MissionModel

extension ProjectionReader {
  /// The request of the mission whose first event has this position; nil when there is none.
  package func origin(
    at position: Int64, _ upcasting: Upcasting = .current
  ) throws -> MissionDispatched? {
    try log.event(at: position).flatMap { try MissionDispatched($0, upcasting) }
  }

  /// The missions without a row among the newest streams, with the positions of their first events,
  /// newest first.
  package func missionsWithoutRow(
    amongNewest count: Int
  ) throws -> [(id: MissionID, position: Int64)] {
    let streams = try query { connection in
      let query = try connection.statement(
        "SELECT id, name FROM streams WHERE id <= ? ORDER BY id DESC LIMIT ?")
      try query.bind(head, at: 1)
      try query.bind(count, at: 2)
      defer { query.reset() }
      var streams: [(position: Int64, name: String)] = []
      while try query.step() { streams.append((query.int64(at: 0), query.text(at: 1))) }
      return streams
    }
    let rows = try missions { try $0.keys(from: streams.last?.position ?? 0) }
    return streams.compactMap { stream in
      guard !rows.contains(stream.position),
        let id = MissionID(stream: StreamName(trusted: stream.name))
      else { return nil }
      return (id, stream.position)
    }
  }
}

extension ProjectionTransaction {
  /// The request of the mission whose first event has this position; nil when there is none.
  package func origin(
    at position: Int64, _ upcasting: Upcasting = .current
  ) throws -> MissionDispatched? {
    try event(at: position).flatMap { try MissionDispatched($0, upcasting) }
  }
}
