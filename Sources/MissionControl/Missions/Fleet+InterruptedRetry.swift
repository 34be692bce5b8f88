import EventLog
import EventProjections
import MissionModel
import Platform

/// Retries to another ledger that were cut off between their two events: the first names a mission
/// that is nowhere.
///
/// Only the home that wrote the first event can tell an interrupted retry: the retry of a mission
/// that was imported or restored as retried may lie in the home that it came from.
extension Fleet {
  /// The retry that a mission names and no ledger has; nil without such a retry, and while a ledger
  /// can't be asked.
  func interruptedRetry(of mission: MissionState) async -> MissionRetried? {
    guard let retried = mission.retried, isWritable else { return nil }
    return await pool.run {
      self.isNowhereBlocking(retried.newMissionID) && self.wasRetriedHereBlocking(mission)
    } ? retried : nil
  }

  /// The missions, with a mark on those whose retry was interrupted.
  func markingInterruptedRetries(_ missions: [MissionView]) async -> [MissionView] {
    var marked: [MissionView] = []
    for mission in missions { marked.append(await markingInterruptedRetry(mission)) }
    return marked
  }

  /// The mission, with a mark if its retry was interrupted.
  func markingInterruptedRetry(_ mission: MissionView) async -> MissionView {
    var marked = mission
    marked.isRetryInterrupted = await interruptedRetry(of: mission.state) != nil
    return marked
  }

  /// The mission that was to be retried as an id that no ledger has; nil where none is found among
  /// the events after the id's time.
  ///
  /// It blocks.
  func originalBlocking(ofInterrupted id: MissionID) -> MissionID? {
    guard let made = id.generatedAt, isWritable else { return nil }
    for ledger in missionLedgers {
      let found = try? ledger.reader()?.log.readBlocking { log in
        let start = max(try log.position(atOrBefore: made), try log.restoredThrough())
        return try log.original(ofRetry: id, after: start, self.upcasting)
      }
      if let original = found ?? nil { return original }
    }
    return nil
  }

  /// Whether this home itself has appended that a mission was retried.
  private func wasRetriedHereBlocking(_ mission: MissionState) -> Bool {
    let log = try? placeBlocking(of: mission.facts.missionID).reader()?.log
    let isOwn = try? log?.readBlocking { log in
      let events = try log.events(ofStreamAt: mission.facts.dispatchPosition)
      let retried = events.last { $0.type == MissionEventType.retried.rawValue }
      return try retried.map { try $0.position > log.restoredThrough() } ?? false
    }
    return isOwn ?? false
  }

  /// Whether every ledger could be asked for a mission, and none has it.
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
  /// How many events are searched for a retry's first one, which is written soon after its id is
  /// made.
  private static let reach: Int64 = 1_000

  /// The mission of an event, soon after a place, that says it was retried as this one.
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
