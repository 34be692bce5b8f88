import MissionControl
import MissionModel
import Platform
import Testing

private let here = HostIdentity(
  machineID: "machine", bootID: "boot", pidNamespace: 4, hostName: "here",
  process: ProcessIdentity(pid: 1, startTime: 1))

private func observe(
  _ state: Character? = "S", start: Int64 = 5, _ change: (inout WorkerProcess) -> Void = { _ in }
) -> WorkerPresence {
  var worker = WorkerProcess(
    machineID: "machine", bootID: "boot", pidNamespace: 4, pid: 77, processStart: 5, host: "here")
  change(&worker)
  let table = ProcessTable(
    entry: { pid in
      state.map {
        .init(
          identity: ProcessIdentity(pid: pid, startTime: start), parent: 1, state: $0)
      }
    }, pids: { [77] }, environment: { _ in nil })
  return WorkerPresence(of: worker, here: here, processes: table)
}

@Test func aProcessOfThatIDAndStartTimeIsAlive() {
  #expect(observe().process == .alive)
  #expect(observe("T").sentence.contains("stopped"))
}

@Test func anAbsentProcessAZombieAndAnotherOfTheSameIDAreGone() {
  #expect(observe(nil).process == .gone)
  #expect(observe("Z").process == .gone)
  #expect(observe(start: 6).process == .gone)
}

@Test func aProcessOfAnEarlierBootIsGone() {
  #expect(observe { $0.bootID = "earlier" }.process == .gone)
}

@Test func nothingIsKnownOfOtherMachinesOtherNamespacesAndSessionsWithoutAProcess() {
  #expect(
    observe {
      $0.machineID = "other"
      $0.bootID = "other"
    }.process == .unknown)
  #expect(observe { $0.pidNamespace = 5 }.process == .unknown)
  #expect(observe { $0.pid = nil }.process == .unknown)
}
