import MissionControl
import MissionModel
import MissionTesting
import Testing

/// What a fleet is of decides what may be written, and who is told what.
@Suite struct StandingTests {
  /// One of the fleets that can be made over the same missions.
  enum Kind: CaseIterable {
    case live, backup, past, pastOfBackup, capsule, pastOfCapsule
  }

  private let home: TemporaryHome

  init() async throws {
    home = try TemporaryHome()
    let fleet = home.fleet()
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "work"), .tester)
    _ = try await HomeBackup(of: fleet, into: home.folder.file("backup")).run()
    fleet.close()
  }

  private func fleet(_ kind: Kind) async throws -> Fleet {
    let backup = Home(path: home.folder.file("backup"), origin: "a test")
    // It holds nothing of any ledger.
    let capsule = Fleet(
      home: Home(path: home.folder.file("a.capsule"), origin: "a test"),
      configuration: Configuration(), surroundings: home.fleet().surroundings,
      sealedAt: home.fleet().now, [])
    let now = Moment.time(home.fleet().now)
    return switch kind {
    case .live: home.fleet()
    case .backup: backup.fleet()
    case .past: try await home.fleet().asOf(now)
    case .pastOfBackup: try await backup.fleet().asOf(now)
    case .capsule: capsule
    case .pastOfCapsule: try await capsule.asOf(now)
    }
  }

  @Test(arguments: [
    (Kind.live, nil), (.backup, "is part of a backup"), (.past, "the past can't be changed"),
    (.pastOfBackup, "the past can't be changed"), (.capsule, "a capsule can't be changed"),
    (.pastOfCapsule, "a capsule can't be changed"),
  ])
  func onlyALiveHomeIsWrittenAndAllOthersSayWhyNot(kind: Kind, words: String?) async throws {
    let fleet = try await fleet(kind)
    let request = DispatchRequest(vpID: .general, objective: "more")
    guard let words else {
      try fleet.checkMayWrite()
      _ = try await fleet.dispatch(request, .tester)
      return
    }
    let whole = #expect(throws: MissionError.self) { try fleet.checkMayWrite() }
    #expect(whole?.message.contains(words) == true)
    let one = await #expect(throws: MissionError.self) {
      _ = try await fleet.writableLog(named: "vp")
    }
    #expect(one?.message.contains(words) == true)
  }

  @Test(arguments: Kind.allCases)
  func itsMissionsAreReadWhereverTheyLie(kind: Kind) async throws {
    let list = try await fleet(kind).list(ListRequest())
    #expect(list.warnings.isEmpty)
    #expect(list.missions.count == (kind == .capsule || kind == .pastOfCapsule ? 0 : 1))
  }
}
