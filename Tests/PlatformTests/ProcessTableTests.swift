import Glibc
import MissionTesting
import Platform
import Testing

@Suite(.timeLimit(.minutes(2))) struct ProcessTableTests {
  private let table = ProcessTable.system

  @Test func thisProcessIsAliveAndKnown() throws {
    let me = ProcessIdentity.current
    #expect(me.pid == getpid())
    #expect(me.startTime > 0)
    #expect(table.isAlive(me))
    #expect(table.entry(me.pid)?.parent == getppid())
    #expect(table.pids().contains(me.pid))
    #expect(!table.isAlive(ProcessIdentity(pid: me.pid, startTime: me.startTime + 1)))
  }

  @Test func aChildIsFoundByItsParentAndItsEnvironment() throws {
    let script = try RunningScript("echo ready; read x")
    defer { script.end() }
    #expect(script.firstLine() == "ready")
    let id = script.commandID
    #expect(table.children(of: table.entry(id)?.parent ?? 0).contains { $0.identity.pid == id })
    #expect(table.descendants(of: getpid()).contains { $0.identity.pid == id })
    #expect(table.environment(id)?.contains("MISSIONLOG_MARK=a=b") == true)
  }

  /// The shell that started the child becomes `sleep`, which reaps nobody; only then the child
  /// ends.
  @Test func aZombieIsNotAlive() async throws {
    let script = try RunningScript(
      "(until grep -q sleep /proc/$$/comm; do :; done) & echo ready; exec sleep 1000")
    defer { script.end() }
    _ = script.firstLine()
    var zombie: ProcessTable.Entry?
    let dies = try await eventually {
      zombie = table.children(of: script.commandID).first(where: \.isZombie)
      return zombie != nil
    }
    #expect(dies)
    #expect(zombie.map { table.isAlive($0.identity) } == false)
  }

  @Test func aProcessThatWasKilledIsDead() throws {
    let script = try RunningScript("echo ready; read x")
    _ = script.firstLine()
    let id = script.commandID
    let identity = ProcessIdentity(pid: id, startTime: try #require(table.startTime(of: id)))
    #expect(table.isAlive(identity))
    let reused = ProcessIdentity(pid: id, startTime: identity.startTime - 1)
    #expect(!table.isAlive(reused))
    script.end()
    #expect(!table.isAlive(identity))
  }

  /// A command may be named anything, brackets and spaces included.
  @Test func aStrangeNameDoesNotShiftTheFields() async throws {
    let folder = try TemporaryFolder()
    let program = folder.file("a) Z 1 (b")
    let script = try RunningScript("cp /bin/sleep '\(program)'; echo ready; exec '\(program)' 1000")
    defer { script.end() }
    _ = script.firstLine()
    let id = script.commandID
    let isNamed = try await eventually {
      try FileSystem.read("/proc/\(id)/comm", limit: 64) == Array("a) Z 1 (b\n".utf8)
    }
    #expect(isNamed)
    #expect(table.entry(id)?.isZombie == false)
  }

  @Test func theHostKnowsWhereItRuns() {
    let host = HostIdentity.system
    #expect(host.bootID.count == 36)
    #expect(host.pidNamespace > 0)
    #expect(!host.hostName.isEmpty)
  }
}
