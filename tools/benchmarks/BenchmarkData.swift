import CanonicalJSON
import EventLog
import Foundation

/// The events to measure with, as generate.py wrote them.
struct BenchmarkData {
  /// One event: which mission's, and what is to be appended.
  struct Record {
    let stream: StreamName
    let event: NewEvent

    /// The stream of the same mission in another round of the data.
    func stream(in round: Int) throws -> StreamName { try StreamName("\(stream)-\(round)") }
  }

  private static let header = 20
  private static let types = [
    "vp.mission.dispatched", "vp.mission.claimed", "vp.mission.started", "vp.mission.progress",
    "vp.mission.completed",
  ]

  let records: [Record]

  /// Reads at most `limit` events of a file.
  init(path: String, limit: Int) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var records: [Record] = []
    var at = 0
    while at + Self.header <= bytes.count, records.count < limit {
      let mission = Self.number(bytes[at..<at + 4])
      let length = Self.number(bytes[at + 8..<at + 12])
      let end = at + Self.header + length
      let payload = try JSONText(canonicalizing: Array(bytes[at + Self.header..<end]))
      let type = Self.types[Int(bytes[at + 6])]
      records.append(
        Record(
          stream: try StreamName("mission/vp-mission-\(mission)"),
          event: NewEvent(type: type, payload: payload, actor: "worker:benchmark")))
      at = end
    }
    self.records = records
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
