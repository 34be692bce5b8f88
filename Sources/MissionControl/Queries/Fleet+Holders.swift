package import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Who has the place that a mission waits for, those first that go on by nobody but a person; none where it waits for
  /// something else, or nobody has the place any more.
  package func holders(before mission: MissionView) async throws -> [PlaceHolder] {
    let facts = mission.state.facts
    let holders: [PlaceHolder]
    switch mission.waitingFor {
    case .target:
      let target = facts.resolvedTargetPath.map { ExactText($0) }
      // One whose ledger can't be read keeps nobody waiting.
      holders = try await readEach { lane in
        try lane.holders { $0.facts.resolvedTargetPath.map { ExactText($0) } == target }
      }.values.flatMap(\.self)
    case .concurrency:
      holders =
        try await read(try ledger(named: mission.lane)) { lane in
          try lane.holders { $0.facts.vpID == facts.vpID }
        } ?? []
    default: return []
    }
    return holders.filter { $0.mission.nextStep != .wait }
      + holders.filter { $0.mission.nextStep == .wait }
  }
}

/// A running or blocked mission that has the place which a queued one waits for.
package struct PlaceHolder: Sendable {
  package let mission: MissionView
  /// The event that gave it the place: its last claim, or its import.
  package let taken: RecordedEvent
}

extension LaneReader {
  /// The running and blocked missions of this ledger that `hasPlace` says yes to, oldest first.
  fileprivate func holders(where hasPlace: (MissionState) -> Bool) throws -> [PlaceHolder] {
    try missions { try $0.held() }.filter(hasPlace).compactMap { state in
      let key = state.facts.dispatchPosition
      let claim = try reader.log.lastPosition(
        of: MissionEventType.claimed.rawValue, inStreamAt: key)
      guard let taken = try event(at: claim ?? key) else { return nil }
      return PlaceHolder(mission: try view(of: state, withRequest: false), taken: taken)
    }
  }
}
