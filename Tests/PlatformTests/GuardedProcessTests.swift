import Glibc
import MissionTesting
import Platform
import Synchronization
import Testing

/// Runs a shell script below a guard, on the calling thread, and gives what it wrote and how it
/// ended.
private func run(
  _ script: String, input: String = "", environment: [String] = []
) throws -> (output: String, error: String, status: Termination?) {
  let process = try GuardedProcess.spawn(
    ProcessCommand(
      executable: "/bin/sh", arguments: ["sh", "-c", script],
      environment: ["PATH=/usr/bin:/bin"] + environment, directory: "/tmp"))
  if !input.isEmpty { process.write(Array(input.utf8)) }
  var output: [UInt8] = []
  var error: [UInt8] = []
  let status = process.pump { source, bytes in
    if source == .output { output += bytes } else { error += bytes }
  }
  return (String(decoding: output, as: UTF8.self), String(decoding: error, as: UTF8.self), status)
}

private func isAlive(_ pid: String) -> Bool {
  guard let number = Int32(pid.filter(\.isNumber)) else { return false }
  return kill(number, 0) == 0
}

@Test func aCommandsOutputErrorAndCodeComeBack() throws {
  let result = try run("echo out; echo err >&2; exit 7")
  #expect(result.output == "out\n")
  #expect(result.error == "err\n")
  #expect(result.status == .exited(7))
}

@Test func aCommandKilledByASignalSaysWhich() throws {
  #expect(try run("kill -KILL $$").status == .signaled(9))
}

@Test func aProgramThatIsNotThereIsAnError() {
  #expect(throws: PlatformError.self) {
    try GuardedProcess.spawn(
      ProcessCommand(executable: "/nowhere/x", arguments: ["x"], environment: [], directory: "/tmp")
    )
  }
}

@Test func inputLargerThanAPipeArrivesWhole() throws {
  let input = String(repeating: "x", count: 300_000)
  let result = try run("head -c 300000 | wc -c", input: input)
  #expect(result.output == "300000\n")
}

@Test func aCommandThatClosesItsInputDoesNotHurt() throws {
  let result = try run(
    "exec <&-; sleep 0.1; echo done", input: String(repeating: "x", count: 200_000))
  #expect(result.output == "done\n")
}

@Test func outputThatFillsPipesArrivesWhole() throws {
  let result = try run("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
  #expect(result.output.utf8.count == 3_000_000)
  #expect(result.error.utf8.count == 3_000_000)
}

@Test func aDaemonOfItsOwnSessionDoesNotOutliveItsCommand() throws {
  let result = try run(
    "setsid sh -c 'env -i sh -c \"sleep 300 & echo \\$!; exec >&- 2>&-\" &'; sleep 0.2")
  #expect(result.status == .exited(0))
  #expect(!result.output.isEmpty)
  #expect(!isAlive(result.output))
}

@Test func aCommandHasThreeDescriptorsAndDefaultSignals() throws {
  signal(SIGPIPE, SIG_IGN)
  let result = try run(
    """
    ls /proc/self/fd
    grep -E 'SigBlk:.*[1-9a-f]|SigIgn:.*[1-9a-f].{0,6}$' /proc/self/status || echo clear
    """)
  // `ls` itself holds the folder it lists as descriptor 3; the C library keeps signal 32 for
  // itself.
  #expect(result.output == "0\n1\n2\n3\nclear\n")
}

@Test func aCommandSeesExactlyItsEnvironmentAndFolder() throws {
  let result = try run(
    "cat /proc/self/environ | tr '\\0' '\\n' | sort; pwd", environment: ["A=b c"])
  #expect(result.output == "A=b c\nPATH=/usr/bin:/bin\nPWD=/tmp\n/tmp\n")
}

@Test func aStoppedCommandStillEndsWhenAskedTo() async throws {
  let script = try RunningScript("kill -STOP $$; echo no")
  let command = script.commandID
  #expect(try await eventually { ProcessTable.system.entry(command)?.state == "T" })
  script.process.terminate()
  #expect(script.join() == .signaled(SIGTERM))
}

@Test(.timeLimit(.minutes(1)), arguments: [false, true])
func aCommandThatHasStoppedItsGuardStillEnds(isKilled: Bool) throws {
  let script = try RunningScript("kill -STOP $PPID; echo stopped; sleep 300")
  #expect(script.firstLine() == "stopped")
  if isKilled { script.process.kill() } else { script.process.terminate() }
  script.join()
  #expect(ProcessTable.system.entry(script.commandID) == nil)
}

@Test func aCommandThatIgnoresTheRequestIsKilledWithAllItsChildren() throws {
  // What is ignored when a child begins it ignores, too.
  let script = try RunningScript(
    "trap '' TERM; sleep 300 & trap 'echo asked' TERM; echo $!; while :; do wait; done")
  let child = script.firstLine()
  script.process.terminate()
  #expect(script.lines(2) == [child, "asked"])
  #expect(isAlive(child))
  script.process.kill()
  #expect(script.join() == .signaled(SIGKILL))
  #expect(!isAlive(child))
}

@Test func aGroupThatWasAskedToEndHasItsTimeEvenWithoutItsLeader() throws {
  let script = try RunningScript(
    "(trap 'sleep 0.2; echo saved; exit' TERM; echo ready; while :; do sleep 0.05; done) & wait")
  #expect(script.firstLine() == "ready")
  script.process.terminate()
  #expect(script.join() == .signaled(SIGTERM))
  #expect(script.lines(2) == ["ready", "saved"])
}

@Test func theEndOfOneCommandLeavesTheDaemonsOfAnotherAlone() async throws {
  async let other = Task.detached {
    try run("setsid sh -c 'sleep 0.4; echo alive' & sleep 0.8")
  }.value
  _ = try run("setsid sleep 300 & sleep 0.2")
  #expect(try await other.output == "alive\n")
}

@Test(.timeLimit(.minutes(1))) func aGuardThatItsCommandHasStoppedIsSetGoingToTellOfTheEnd() throws
{
  let script = try RunningScript("kill -STOP $PPID; echo stopped")
  #expect(script.firstLine() == "stopped")
  script.process.wakeGuard()
  #expect(script.join() == .exited(0))
}

@Test func aGuardThatIsKilledBeforeItsFirstWordIsNoCommandThatCouldNotBeStarted() throws {
  // Whether it is killed before that or just after is chance.
  for _ in 0..<20 { #expect(try run("kill -KILL $PPID").status == nil) }
}

@Test(.timeLimit(.minutes(1))) func whatAKilledGuardLeavesBehindIsReadNoFurther() throws {
  // In a session of its own it isn't killed with the command, and writes for as long as anybody
  // reads.
  let result = try run("setsid sh -c \"kill -KILL $PPID; exec yes\" & wait")
  #expect(result.status == nil)
}

@Test func aKilledGuardTakesItsCommandWithIt() throws {
  let result = try run("sleep 0.1; kill -KILL $PPID; sleep 300")
  #expect(result.status == nil)
}
