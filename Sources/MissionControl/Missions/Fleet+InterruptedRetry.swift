import EventLog
import EventProjections
import MissionModel
import Platform

/// Retries to another ledger that were cut off between their two events: the first names a mission that is nowhere.
///
/// A home alone can complete one. Of an imported mission the retry may lie where that came from.
extension Fleet {
  /// The retry that a mission names and that no ledger has; nil where there is none such, and as long as a ledger can't
  /// be asked.
  func interruptedRetry(of mission: MissionState) async -> MissionRetried? {
    guard let retried = mission.retried, !mission.facts.isImported, isWritable else { return nil }
    return await pool.run { self.isNowhereBlocking(retried.newMissionID) } ? retried : nil
  }

  /// The missions, with those marked whose retry was interrupted.
  func markingInterruptedRetries(_ missions: [MissionView]) async -> [MissionView] {
    var marked = missions
    for index in marked.indices {
      marked[index].isRetryInterrupted = await interruptedRetry(of: marked[index].state) != nil
    }
    return marked
  }

  /// The mission whose retry was to be the one of an id, which no ledger has; nil where none is found among the events
  /// that came after the time that the id tells.
  ///
  /// It blocks.
  func originalBlocking(ofInterrupted id: MissionID) -> MissionID? {
    guard let made = id.generatedAt, isWritable else { return nil }
    for ledger in missionLedgers {
      let found = try? ledger.reader()?.log.readBlocking { log in
        let start = try log.position(atOrBefore: made)
        return try log.original(ofRetry: id, after: start, self.upcasting)
      }
      if let original = found ?? nil { return original }
    }
    return nil
  }

  /// Whether every ledger was asked for a mission, and none has it.
  private func isNowhereBlocking(_ id: MissionID) -> Bool {
    guard laneRefusal == nil else { return false }
    return missionLedgers.allSatisfy { ledger in
      do {
        guard let log = try ledger.reader()?.log else { return true }
        return try log.readBlocking { try $0.version(of: id.stream) == 0 }
      } catch {
        return false
      }
    }
  }
}

extension LogReader {
  /// Among how many events a retry's first one is looked for: it is written soon after its id is made.
  private static let reach: Int64 = 1_000

  /// The mission that an event soon after a place says was retried as this one.
  fileprivate func original(
    ofRetry id: MissionID, after place: Int64, _ upcasting: Upcasting
  ) throws -> MissionID? {
    var original: MissionID?
    try forEach(
      of: [MissionEventType.retried.rawValue], after: place, through: place + Self.reach
    ) { event in
      let body = try MissionEvent(
        type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
      guard case .retried(let retried) = body, retried.newMissionID == id else { return }
      original = MissionID(stream: event.stream)
    }
    return original
  }
}
