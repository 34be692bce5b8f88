import EventLog
import EventLogSQLite
import EventProjections
import MissionStore
import MissionTesting
import Testing

@testable import MissionModel

@Suite struct SQLiteExportTests {
  @Test func allTablesBelongToTheRootAlthoughMissionsAreDispatchedMeanwhile() async throws {
    let garden = try Garden()
    try await garden.mission("m")
    let ledger = garden.ledger
    let writing = Task { () async throws -> Void in
      var count = 0
      while !Task.isCancelled {
        count += 1
        let id = MissionID(stored: "m\(count)")
        let stream = StreamName(trusted: "mission/\(id)")
        let request = DispatchRequest(vpID: VPID(stored: "vp.general.primary"), objective: "dig")
        let event = MissionEvent.dispatched(MissionDispatched(missionID: id, request: request))
        try await ledger.write { transaction in
          try transaction.append(
            NewEvent(type: event.type, payload: event.payload, actor: "test"), to: stream)
        }
      }
    }
    for number in 0..<4 {
      let path = garden.folder.file("\(number).sqlite")
      try SQLiteExport(of: [ledger], now: Garden.start).write(to: path)
      let file = try Connection(.init(path: path, mode: .readOnly))
      defer { file.close() }
      let size = try file.integer("SELECT size FROM ledgers")
      #expect(try file.integer("SELECT count(*) FROM events") == size)
      #expect(try file.integer("SELECT count(*) FROM missions") == size)
    }
    writing.cancel()
    try await writing.value
  }
}
