import CanonicalJSON
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// Whole missions with real commands.
@Suite(.timeLimit(.minutes(2))) struct CommandTests {
  @Test func aMissionWithProgressAndAnArtifactCompletes() async throws {
    let bench = try WorkerBench(
      """
      read mission
      echo "$mission" | grep -q '"objective":"do it"' || exit 9
      cat "$MISSIONLOG_OBJECTIVE_FILE" | grep -q 'do it' || exit 8
      echo '{"missionlog":"progress","summary":"half","percent":50,"usage":{"llm_calls":2}}'
      mkdir sub; echo inner > sub/inner.txt; echo plain > plain.txt; echo "report" > report.md
      echo '{"missionlog":"artifact","path":"report.md"}'
      echo '{"missionlog":"result","message":"all done","next_action":"read it"}'
      """)
    let id = try await bench.dispatch()
    let summary = try await bench.work()
    #expect(summary.completed == 1)
    let state = try await bench.state(of: id)
    #expect(state.status == .completed)
    #expect(state.outcome?.message == "all done")
    #expect(state.outcome?.nextAction == "read it")
    #expect(state.outcome?.deliverables == ["plain.txt", "report.md"])
    #expect(state.outcome?.resultRef == "workspace://\(bench.options.workspaceRoot)/\(id)")
    #expect(state.usage.llmCalls == 2)
    #expect(
      try await bench.events(of: id).filter { $0 != "vp.mission.heartbeat" } == [
        "vp.mission.dispatched", "vp.mission.claimed", "vp.mission.started",
        "vp.mission.progress", "vp.mission.artifact", "vp.mission.artifact",
        "vp.mission.completed",
      ])
  }

  @Test func theReceiptAndTheMarkerSayWhatHappened() async throws {
    let bench = try WorkerBench("echo hello > a.txt; mkdir d; echo > d/b")
    let id = try await bench.dispatch { $0.sourceSessionID = "s1" }
    try await bench.work()
    let receipt = try JSONText(bench.file("mission_receipt.json", of: id)).string
    let sum = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    #expect(
      receipt.contains(
        #"{"bytes":6,"path":"a.txt","role":"deliverable","sha256":"\#(sum)"}"#))
    #expect(receipt.contains(#""path":"d/b","role":"supporting""#))
    #expect(receipt.contains(#""source_session_id":"s1""#))
    #expect(receipt.contains(#""status":"completed""#))
    let marker = try JSONText(bench.file("sync_ready.json", of: id)).string
    #expect(marker.contains(#""ready":true"#))
    #expect(marker.contains(#""state":"completed""#))
  }

  @Test(arguments: [
    ("echo working; exit 3", FailureMode.subprocessCrash, "code 3"),
    ("echo working; exit 77", .authFailure, "code 77"),
    ("echo working; kill -SEGV $$", .subprocessCrash, "signal 11"),
    ("exit 0", .zeroOutput, "no output"),
  ])
  func aCommandThatFailsSaysHow(script: String, mode: FailureMode, detail: String) async throws {
    let state = try await WorkerBench(script).end()
    #expect(state.status == .failed)
    #expect(state.failureMode == mode)
    #expect(state.failureDetail?.contains(detail) == true)
    if mode != .zeroOutput { #expect(state.failureDetail?.hasSuffix("working\n") == true) }
  }

  @Test func aRequiredOutputThatIsMissingFailsTheMission() async throws {
    let bench = try WorkerBench("echo x > there.txt")
    let state = try await bench.end { $0.requiredOutputs = ["there.txt", "gone.txt"] }
    #expect(state.failureMode == .missingOutput)
    #expect(state.failureDetail?.contains("gone.txt") == true)
  }

  @Test func whatIsRequiredIsAFileOrAFolderOfTheWorkspace() async throws {
    let bench = try WorkerBench(
      """
      mkfifo pipe; ln -s /etc/hostname out; ln -s none dangling; ln -s /etc away
      mkdir folder; echo x > folder/file; ln -s folder/file near; ln -s "$PWD/folder" whole
      """)
    let state = try await bench.end {
      $0.requiredOutputs = [
        "pipe", "out", "dangling", "away/hostname", "folder", "folder/file", "near", "whole/file",
      ]
    }
    #expect(state.failureMode == .missingOutput)
    let detail = state.failureDetail ?? ""
    for path in ["pipe", "out", "dangling", "away/hostname"] { #expect(detail.contains(path)) }
    for path in ["folder", "near", "whole"] { #expect(!detail.contains(path)) }
  }

  @Test func aSilentCommandIsStopped() async throws {
    let bench = try WorkerBench("echo start; sleep 60") { $0.noProgressSeconds = 0.5 }
    let state = try await bench.end()
    #expect(state.failureMode == .noProgressTimeout)
  }

  @Test func aCommandThatIgnoresTheRequestToEndIsKilled() async throws {
    let bench = try WorkerBench("trap '' TERM; echo start; while :; do sleep 1; done") {
      $0.noProgressSeconds = 0.4
    }
    #expect(try await bench.end().failureMode == .noProgressTimeout)
  }

  @Test func aStoppedCommandIsSilent() async throws {
    let bench = try WorkerBench("echo start; kill -STOP $$") { $0.noProgressSeconds = 0.4 }
    #expect(try await bench.end().failureMode == .noProgressTimeout)
  }

  @Test func aSpentBudgetStopsTheCommand() async throws {
    let bench = try WorkerBench(
      """
      echo '{"missionlog":"progress","summary":"x","usage":{"llm_calls":5}}'
      sleep 60
      """)
    let state = try await bench.end { $0.budget = Budget(maxLLMCalls: 4) }
    #expect(state.failureMode == .budgetExceeded)
    #expect(state.usage.llmCalls == 5)
  }

  @Test func aPassedDeadlineStopsTheCommand() async throws {
    let clock = TestClock(start: Clocks.system.now())
    let bench = try WorkerBench("echo start; sleep 60") { $0.clocks = clock.clocks }
    let id = try await bench.dispatch { $0.deadline = clock.now.advanced(bySeconds: 3_600) }
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    clock.advance(seconds: 3_600)
    #expect(try await work.failed == 1)
    #expect(try await bench.state(of: id).failureMode == .deadlineExceeded)
  }

  @Test func aCancelStopsTheCommandSoon() async throws {
    let bench = try WorkerBench(
      #"echo half > half.md; echo '{"missionlog":"progress","summary":"half"}'; sleep 60"#)
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.progress != nil }
    try await bench.cancel(id, reason: "no more")
    #expect(try await work.cancelled == 1)
    let state = try await bench.state(of: id)
    #expect(state.status == .cancelled)
    #expect(state.cancel?.reason == "no more")
    // What there is of the work is told as of any other end.
    #expect(state.outcome?.resultRef?.hasSuffix(id.rawValue) == true)
    #expect(state.outcome?.deliverables == ["half.md"])
    #expect(state.outcome?.receiptPath == "mission_receipt.json")
    #expect(state.outcome?.message == "half")
    #expect(state.usage.runtimeSeconds != nil)
  }

  @Test func anAnswerComesAsALine() async throws {
    let bench = try WorkerBench(
      """
      read mission
      echo '{"missionlog":"blocked","question":"which?","options":["a","b"]}'
      read answer
      echo "got $answer" > out.txt
      """)
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.status == .blocked }
    try await bench.answer(id, "the\nfirst")
    #expect(try await work.completed == 1)
    #expect(try bench.file("out.txt", of: id) == "got the first\n")
  }

  @Test func aQuestionBesideAnOpenOneIsRefusedAndTheFirstAnswered() async throws {
    let told = Condition<[WorkerNotice]>([])
    let bench = try WorkerBench(
      """
      read mission
      echo '{"missionlog":"blocked","question":"which?"}'
      echo '{"missionlog":"blocked","question":"and which?"}'
      read answer
      echo "got $answer" > out.txt
      """
    ) { $0.notice = { said in told.change { $0.append(said) } } }
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    let isRefused = try await eventually {
      told.withLock { $0.contains { if case .refused(id, _) = $0 { true } else { false } } }
    }
    #expect(isRefused)
    try await bench.answer(id, "this")
    #expect(try await work.completed == 1)
    #expect(try bench.file("out.txt", of: id) == "got this\n")
  }

  @Test func theWorkersOwnFilesCanNotBeDeclared() async throws {
    let bench = try WorkerBench(
      """
      echo '{"missionlog":"artifact","path":"output.log"}'
      echo text > own.txt
      """)
    let id = try await bench.dispatch()
    try await bench.work()
    #expect(try await bench.state(of: id).outcome?.deliverables == ["own.txt"])
    #expect(try bench.file("output.log", of: id).contains("is the worker's own file"))
  }

  @Test func whatIsNoInstructionIsOutputAndAllOutputIsKept() async throws {
    let bench = try WorkerBench(
      """
      echo '{"missionlog":"progress"}'; echo '{"missionlog": broken'; echo error >&2
      head -c 3000000 /dev/zero | tr '\\0' x; echo
      echo '{"missionlog":"result","message":"after the long line"}'
      """)
    let id = try await bench.dispatch()
    try await bench.work()
    let log = try bench.file("output.log", of: id)
    #expect(log.hasPrefix("{\"missionlog\":\"progress\"}\n"))
    #expect(log.contains("error\n"))
    #expect(log.utf8.count > 3_000_000)
    #expect(try await bench.state(of: id).outcome?.message == "after the long line")
  }

  @Test func whatACommandSaysInVainIsToldAFewTimesAndKeptWhole() async throws {
    let told = Condition<[WorkerNotice]>([])
    let bench = try WorkerBench(
      #"i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo '{"missionlog":"foo"}'; "#
        + #"echo '{"missionlog":"artifact","path":"nope"}'; done"#
    ) { $0.notice = { said in told.change { $0.append(said) } } }
    let id = try await bench.dispatch()
    try await bench.work()
    let said = told.withLock { $0 }
    // The mission's begin and end, three of each kind, and that there is more.
    #expect(said.count == 9)
    let log = "\(bench.options.workspaceRoot)/\(id)/output.log"
    #expect(said.contains(.refusedMore(id, log: log)))
    let kept = try bench.file("output.log", of: id)
    #expect(kept.ranges(of: "missionlog: refused: ").count == 100)
  }

  @Test func theCommandSeesExactlyTheEnvironmentOfTheContract() async throws {
    let bench = try WorkerBench(
      "cat /proc/self/environ | tr '\\0' '\\n' | cut -d= -f1 | sort > env.txt"
    ) { $0.passEnvironment = ["SECRET", "UNSET"] }
    let id = try await bench.dispatch()
    try await bench.work()
    let names = try bench.file("env.txt", of: id).split(separator: "\n").map(String.init)
    // The shell itself adds these.
    #expect(
      names.filter { !["PWD", "_", "OLDPWD", "SHLVL"].contains($0) } == [
        "HOME", "MISSIONLOG_ATTEMPT", "MISSIONLOG_HOME", "MISSIONLOG_MISSION_ID",
        "MISSIONLOG_OBJECTIVE_FILE", "MISSIONLOG_VP_ID", "MISSIONLOG_WORKER_ID", "PATH", "SECRET",
      ])
  }

  @Test func aUsageBelowZeroIsLeftOutAndLosesNoResult() async throws {
    let script = """
      echo '{"missionlog":"progress","summary":"x","usage":{"llm_calls":-5}}'
      echo '{"missionlog":"result","message":"m","usage":{"cost_usd":-1}}'
      echo done > out.txt
      """
    let end = try await WorkerBench(script).end()
    #expect(end.status == .completed)
    #expect(end.usage.llmCalls == nil && end.usage.costUSD == nil)
    #expect(end.progress?.summary == "x" && end.outcome?.message == "m")
  }

  @Test func aResultTooLongToBeToldIsCutAndKept() async throws {
    let script = """
      printf '{"missionlog":"result","message":"%s","next_action":""}\\n' "$(head -c 900000 /dev/zero | tr '\\0' m)"
      echo done > out.txt
      """
    let end = try await WorkerBench(script).end()
    #expect(end.status == .completed)
    #expect(end.outcome?.message?.utf8.count == MissionOutcome.mostMessageBytes)
    #expect(end.outcome?.nextAction == nil)
    #expect(end.outcome?.deliverables == ["out.txt"])
  }

  @Test(arguments: [false, true])
  func aCancelThatComesAtTheEndIsInTheReceiptToo(isLast: Bool) async throws {
    let bench = try WorkerBench("echo done > out.txt")
    let fleet = bench.fleet
    let id = try await bench.dispatch()
    bench.port.happen { report in
      var isMoment = false
      if case .artifact = report { isMoment = !isLast }
      if case .completed = report { isMoment = isLast }
      if isMoment { _ = try await fleet.cancel(id, reason: "late", .orchestrator(session: "s1")) }
    }
    let summary = try await bench.work()
    #expect(summary.cancelled == 1 && summary.completed == 0)
    #expect(try await bench.state(of: id).status == .cancelled)
    #expect(try bench.file("mission_receipt.json", of: id).contains(#""status":"cancelled""#))
    #expect(try bench.file("sync_ready.json", of: id).contains(#""state":"cancelled""#))
  }

  @Test func aLockedLedgerLosesNothing() async throws {
    let bench = try WorkerBench(
      "sleep 0.3; echo '{\"missionlog\":\"progress\",\"summary\":\"still here\"}'; echo x > x")
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    bench.port.failNext(3)
    #expect(try await work.completed == 1)
    #expect(try await bench.events(of: id).contains("vp.mission.progress"))
  }

  @Test func aDaemonDoesNotOutliveItsMission() async throws {
    let bench = try WorkerBench(
      "setsid env -i sh -c 'echo $$ > pid; sleep 300' & sleep 0.3; echo x")
    let id = try await bench.dispatch()
    try await bench.work()
    let pid = try #require(Int32(try bench.file("pid", of: id).filter(\.isNumber)))
    #expect(ProcessTable.system.entry(pid) == nil)
  }

  @Test func aDaemonDoesNotOutliveItsMissionsKilledGuard() async throws {
    let bench = try WorkerBench(
      """
      setsid sh -c 'echo $$ > pid; env -i sleep 300; true' &
      sleep 0.3; kill -KILL $PPID; sleep 300
      """)
    let id = try await bench.dispatch()
    #expect(try await bench.work().failed == 1)
    let pid = try #require(Int32(try bench.file("pid", of: id).filter(\.isNumber)))
    #expect(ProcessTable.system.entry(pid) == nil)
  }

  @Test func instructionsComeBackInTheirOrderHoweverMany() async throws {
    let bench = try WorkerBench(
      """
      i=0
      while [ $i -lt 100 ]; do
        i=$((i+1))
        printf '{"missionlog":"progress","summary":"step %s"}\\n' $i
      done
      """)
    let id = try await bench.dispatch()
    try await bench.work()
    let events = try await bench.events(of: id)
    #expect(events.count { $0 == "vp.mission.progress" } == 100)
    #expect(try await bench.state(of: id).progress?.summary == "step 100")
  }

  @Test func aFileTooLargeToBeHashedIsRecordedWithoutItsHash() async throws {
    let bench = try WorkerBench(
      """
      truncate -s 1T big.bin; truncate -s 1T told.bin; touch -d 2300-01-01 big.bin
      echo '{"missionlog":"artifact","path":"told.bin"}'
      """
    ) { $0.process = WorkerProcess(host: HostIdentity.system.hostName) }
    let id = try await bench.dispatch()
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: id).outcome?.deliverables == ["big.bin", "told.bin"])
    let receipt = try JSONText(bench.file("mission_receipt.json", of: id)).string
    for name in ["big.bin", "told.bin"] {
      #expect(
        receipt.contains(
          #"{"bytes":1099511627776,"path":"\#(name)","role":"deliverable","sha256":null}"#))
    }
    let files = try await bench.fleet.artifacts(of: id).artifacts
    #expect(files.map(\.sha256) == [nil, nil] && files.map(\.changedSinceFinish) == [nil, nil])
  }

  @Test(arguments: [true, false])
  func nobodyWaitsForTheHashesOfALargeWorkspace(isCancel: Bool) async throws {
    let bench = try WorkerBench(
      """
      truncate -s 16M $(seq -f big%g.bin 400)
      echo '{"missionlog":"progress","summary":"done"}'
      """)
    let id = try await bench.dispatch()
    let worker = Worker(port: bench.port, options: bench.options)
    async let work = worker.run()
    // The command has ended once this process reads one of its files.
    let isHashing = try await eventually {
      let open = try FileSystem.names(in: "/proc/self/fd").compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
      }
      return open.contains { $0.contains("\(id)/big") }
    }
    #expect(isHashing)
    if isCancel {
      try await bench.cancel(id, reason: "no more")
    } else {
      worker.drain()
      worker.drain()
    }
    _ = try await work
    let status: MissionStatus = isCancel ? .cancelled : .completed
    #expect(try await bench.state(of: id).status == status)
    // Every file is told of, though there was no time for them all.
    let receipt = try JSONText(bench.file("mission_receipt.json", of: id)).string
    for number in 1...400 { #expect(receipt.contains("big\(number).bin")) }
    #expect(receipt.contains(#""status":"\#(status.rawValue)""#))
    #expect(receipt.contains(#""sha256":null"#))
  }
}
