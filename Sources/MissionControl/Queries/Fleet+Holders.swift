package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// The missions that hold the place which a mission waits for, those first that only a person can
  /// move on; none where it waits for something else, or the place is free by now.
  package func holders(before mission: MissionView) async throws -> [MissionView] {
    let facts = mission.state.facts
    let holders: [MissionView]
    switch mission.waitingFor {
    case .target:
      let target = facts.resolvedTargetPath.map { ExactText($0) }
      // A mission whose ledger can't be read keeps nobody waiting.
      holders = try await readEach { lane in
        try lane.held { $0.facts.resolvedTargetPath.map { ExactText($0) } == target }
      }.values.flatMap(\.self)
    case .concurrency:
      holders =
        try await read(try ledger(named: mission.lane)) { lane in
          try lane.held { $0.facts.vpID == facts.vpID }
        } ?? []
    default: return []
    }
    return holders.filter { $0.nextStep != .wait } + holders.filter { $0.nextStep == .wait }
  }
}

extension LaneReader {
  /// The running and blocked missions of this ledger for which `hasPlace` holds, oldest first.
  fileprivate func held(where hasPlace: (MissionState) -> Bool) throws -> [MissionView] {
    try missions { try $0.held() }.filter(hasPlace).map { try view(of: $0, withRequest: false) }
  }
}
