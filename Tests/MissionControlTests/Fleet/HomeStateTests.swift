import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

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
