import MissionControl
import MissionModel

/// The operators: they look at what a reconciler would do, and have exactly that done a while
/// later.
extension World {
  /// Has an operator make a plan of what is to be reconciled.
  func planReconciliation() async throws {
    let report = try await call(from: 0, touching: []) {
      try await $0.reconcile(by: "operator", acting: false)
    }
    let plan = report.plan(by: "operator", policy: fleets[0].reconcilePolicy)
    guard plan.events > 0 else { return }
    note("an operator plans \(plan.events) events")
    var chance = Chance(self.plan.seed, 8, Int(machine.elapsed % 1_000_003))
    send(.apply(plan), in: chance.time(0.1...15))
  }

  /// Has a plan carried out: exactly its events, or nothing where anything has moved.
  func apply(_ plan: ReconcilePlan) async throws {
    note("an operator applies a plan of \(plan.events) events")
    let before = headsOfLanes
    do {
      try await call(from: 1, touching: Names.lanes) { try await $0.apply(plan) }
      guard headsOfLanes == before + plan.events else {
        throw Violation(
          "A plan is carried out as it was made",
          "\(headsOfLanes - before) events of \(plan.events) planned")
      }
      reached.insert(.planApplied)
    } catch let error as MissionError {
      note("  \(error.code)")
      guard error.code == .versionConflict else { return }
      guard headsOfLanes == before else {
        throw Violation("A plan that is refused appends nothing", error.message)
      }
      reached.insert(.planOvertaken)
    }
  }

  private var headsOfLanes: Int64 { Names.lanes.reduce(0) { $0 + (judges[$1]?.head ?? 0) } }

  // MARK: Room

  /// Leaves the machine less room than new work needs, for a while.
  func lackRoom(seconds: Int) {
    guard machine.lacksRoomSince == nil else { return }
    machine.lacksRoomSince = machine.elapsed
    send(.giveRoom, in: Int64(seconds) * Self.second)
  }

  /// Gives the machine room again.
  func giveRoom() {
    note("there is room")
    machine.lacksRoomSince = nil
  }

  /// Without room nothing new begins, and what was begun goes on: its end is a milestone.
  ///
  /// A process asks how much room there is about once a second.
  func checkRoom(_ change: MissionEvent, _ id: MissionID) throws(Violation) {
    guard let since = machine.lacksRoomSince, machine.elapsed - since > Self.second else { return }
    switch change {
    case .claimed, .dispatched:
      throw Violation("Without room no new work begins", "\(id) \(change.type)")
    case .completed: reached.insert(.endedWithoutRoom)
    default: break
    }
  }
}

extension ReconcilePlan {
  /// How many events it appends.
  fileprivate var events: Int64 {
    lanes.reduce(0) { sum, lane in
      lane.missions.reduce(sum + Int64(lane.sessions.count)) { $0 + Int64($1.events.count) }
    }
  }
}
