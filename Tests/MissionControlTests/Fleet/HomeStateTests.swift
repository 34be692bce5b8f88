import Foundation
import MissionModel
import MissionTesting
import Platform
import Synchronization
import Testing

@testable import MissionControl

/// What a fleet has said to a person.
private final class Told: Sendable {
  let lines = Mutex<[String]>([])
}

@Suite struct HomeStateTests {
  private let home: TemporaryHome

  init() throws {
    home = try TemporaryHome()
  }

  @Test func aHomeIsThereAndWholeOnceSomethingIsWritten() async throws {
    let fleet = home.fleet()
    let error = #expect(throws: MissionError.self) { try fleet.homeState.checkIsThere() }
    #expect(error?.code == .notFound && error?.message.contains(home.home.path) == true)
    #expect(!fleet.homeState.isComplete)
    try fleet.homeState.complete()
    #expect(fleet.homeState.isComplete)
    try fleet.homeState.checkIsThere()
    for ledger in fleet.ledgers { #expect(FileSystem.holdsAnything(ledger.path)) }
    // Another process sees what is there, and that nobody has looked whether it is whole.
    let other = home.fleet()
    try other.homeState.checkIsThere()
    #expect(!other.homeState.isComplete)
  }

  /// Makes the home in a folder that is there, open to others, with these files in it; answers what
  /// was said of that.
  private func makeHome(among files: [String]) throws -> [String] {
    try FileSystem.makePrivateDirectory(home.home.path)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: home.home.path)
    for file in files { try FileSystem.writeAtomically([0x0A], to: home.home.path + "/" + file) }
    let told = Told()
    for _ in 1...2 {
      try home.fleet(notice: { line in told.lines.withLock { $0.append(line) } })
        .homeState.complete()
    }
    return told.lines.withLock(\.self)
  }

  private var mode: UInt32 {
    get throws { try FileSystem.info(home.home.path, followingLinks: true).mode & 0o777 }
  }

  @Test func aHomeInAnEmptyFolderIsToldOfOnceAndClosedToOthers() throws {
    #expect(try makeHome(among: []) == ["made a new home at \(home.home.path) (from a test)"])
    #expect(try mode == 0o700)
  }

  @Test func aHomeAmongOtherFilesIsToldOfWithThemAndLeavesTheFolderAsOpenAsItWas() throws {
    let told = try makeHome(among: ["a.txt", "b.txt", "c.txt", "d.txt"])
    #expect(told.count == 1 && told[0].contains("other files (a.txt, b.txt, c.txt, …)"), "\(told)")
    #expect(try mode == 0o755)
  }

  @Test func aHomeBesideItsConfigurationIsAmongNothingElse() throws {
    #expect(
      try makeHome(among: ["config.yaml"])
        == ["made a new home at \(home.home.path) (from a test)"])
  }

  @Test func thePastOfNoHomeMakesNone() async throws {
    let fleet = home.fleet()
    let past = try await fleet.asOf(.time(fleet.now))
    #expect(
      await refusal { _ = try await past.writableLog(named: "vp") } == .validationError)
    #expect(!FileSystem.exists(home.home.path))
  }

  @Test func aFolderThatBecameABackupAfterTheFleetWasMadeIsNotWritten() async throws {
    let fleet = home.fleet()
    try FileSystem.makePrivateDirectory(home.home.path)
    try FileSystem.writeAtomically([], to: home.home.path + "/" + BackupManifest.fileName)
    let request = DispatchRequest(vpID: .general, objective: "work")
    #expect(await refusal { _ = try await fleet.dispatch(request, .tester) } == .ledgerReadOnly)
    #expect(await refusal { _ = try await fleet.initialize() } == .ledgerReadOnly)
    #expect(try FileSystem.names(in: home.home.path) == [BackupManifest.fileName])
  }
}
