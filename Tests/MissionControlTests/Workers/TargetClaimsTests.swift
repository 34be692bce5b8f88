import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

@Suite struct TargetClaimsTests {
  @Test func aLockThatAnotherProcessHoldsIsNamedWithItsHolderAndClaimsNothing() async throws {
    let folder = try TemporaryFolder()
    let claims = TargetClaims(of: Home(path: folder.path, origin: "a test"), busyTimeout: 0.05)
    let holder = try SideLock(path: folder.file("targets.lock"))
    try await Task.detached { try holder.acquire() }.value
    let error = await #expect(throws: MissionError.self) {
      try await claims.run { Issue.record("it was claimed") }
    }
    #expect(error?.code == .vpDBLocked && error?.retryAfterMs != nil)
    #expect(error?.message.contains("process \(ProcessIdentity.current.pid)") == true)
    holder.release()
    #expect(try await claims.run { 7 } == 7)
    // It was let go of again, whatever became of the claim.
    _ = await #expect(throws: MissionError.self) {
      try await claims.run { () throws -> Int in throw MissionError(.notFound, "nothing") }
    }
    #expect(try await claims.run { 7 } == 7)
  }
}
