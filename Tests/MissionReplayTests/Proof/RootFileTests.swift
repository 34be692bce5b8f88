import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

@Suite struct RootFileTests {
  private let clock = TestClock()
  private let home: TemporaryHome
  private let fleet: Fleet
  private let path: String

  init() throws {
    home = try TemporaryHome(clock: clock)
    path = home.folder.file("kept/roots")
    fleet = home.fleet("root_file: \(path)\n")
  }

  private func lines() throws -> [Substring] {
    String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self).split(
      separator: "\n")
  }

  @Test func aLineOfEachLedgerIsKeptOnceADay() async throws {
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "a"), .tester)
    #expect(try await RootFile(fleet).keep().map(\.ledger) == ["coder", "runtime", "vp"])
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "b"), .tester)
    #expect(try await RootFile(fleet).keep().isEmpty)
    #expect(try lines().count == 3)
    clock.advance(seconds: 86_400)
    #expect(try await RootFile(fleet).keep().count == 3)
    let kept = try KeptRoots(lines().joined(separator: "\n"))
    #expect(kept.roots.filter { $0.ledger == "vp" }.map(\.size) == [1, 2])
    let verdicts = try await FleetProof(fleet).verify(isFull: false, against: kept).ledgers
    #expect(verdicts.allSatisfy { $0.firstBreak == nil })
  }

  @Test(arguments: ["vp 3 abc", "vp 1 \(String(repeating: "0", count: 64)) 2026-01-02T"])
  func aLineThatWasCutOffSpoilsNoOther(torn: String) async throws {
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "a"), .tester)
    try await RootFile(fleet).keep()
    try AppendingFile(path: path).append(Array(torn.utf8))
    clock.advance(seconds: 86_400)
    #expect(try await RootFile(fleet).keep().map(\.ledger) == ["coder", "runtime", "vp"])
    #expect(try lines().count == 7)
    let kept = try KeptRoots(lines().joined(separator: "\n"))
    #expect(kept.roots.count == 6)
    let (verdicts, warnings) = try await FleetProof(fleet).verify(isFull: false, against: kept)
    #expect(verdicts.allSatisfy { $0.firstBreak == nil })
    #expect(warnings.map(\.message).first?.contains("line 4 of the roots") == true)
  }

  @Test func aLedgerWhoseRootCouldNotBeReadIsNotHeldAgainstIt() async throws {
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "a"), .tester)
    try await RootFile(fleet).keep()
    let own = try lines().map { $0.hasPrefix("vp ") ? $0.dropLast(40) : $0 }
    let kept = try KeptRoots(own.joined(separator: "\n"))
    let verdicts = try await FleetProof(fleet).verify(isFull: false, against: kept).ledgers
    let lacking = verdicts.filter { verdict in
      verdict.notChecked.contains { $0.hasPrefix("kept roots") }
    }
    #expect(lacking.map(\.ledger) == ["vp"])
    #expect(
      try await FleetProof(fleet).verify(isFull: false).ledgers.allSatisfy { verdict in
        verdict.notChecked.allSatisfy { !$0.hasPrefix("kept roots") }
      })
  }

  @Test func withoutAConfiguredFileNothingIsKept() async throws {
    _ = try await home.fleet().dispatch(DispatchRequest(vpID: .general, objective: "a"), .tester)
    #expect(try await RootFile(home.fleet()).keep().isEmpty)
    #expect((try? FileSystem.info(path)) == nil)
  }
}
