import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

@Suite struct FleetMemoryTests {
  private let memory = FleetMemory()

  private func mission(_ number: Int) throws -> MissionID {
    try #require(MissionID("vp-mission-\(number)"))
  }

  @Test func missionsAreForgottenBeforeThereAreTooMany() throws {
    for number in 0..<FleetMemory.placesLimit { memory.note(lane: "vp", of: try mission(number)) }
    #expect(memory.lane(of: try mission(0)) == "vp")
    memory.note(lane: "coder", of: try mission(-1))
    #expect(memory.lane(of: try mission(0)) == nil)
    #expect(memory.lane(of: try mission(-1)) == "coder")
  }

  @Test(arguments: [(0, true), (1_000_000, true), (1_000_001, false), (-1, false)])
  func thatAVPIsSettledIsBelievedForASecond(later: Int64, isSettled: Bool) {
    memory.noteSettled(.general, at: 5_000_000)
    #expect(memory.isSettled(.general, at: 5_000_000 + later) == isSettled)
    #expect(!memory.isSettled(.coder, at: 5_000_000 + later))
  }

  @Test func aQueueIsIdleUntilAClaimFindsSomething() {
    #expect(!memory.isIdle(.general))
    memory.noteQueue(of: .general, isIdle: true)
    #expect(memory.isIdle(.general) && !memory.isIdle(.coder))
    memory.noteQueue(of: .general, isIdle: false)
    #expect(!memory.isIdle(.general))
  }
}
