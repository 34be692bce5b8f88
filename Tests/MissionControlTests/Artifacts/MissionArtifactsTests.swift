import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct MissionArtifactsTests {
  /// A clock by which every file is from after the finish.
  private let past = TestClock(start: Instant(microseconds: 1_000_000_000_000_000))

  /// A finished mission whose workspace holds a report.
  private func finished(
    _ bench: Bench, host: String?, calledFrom remoteHost: String? = nil
  ) async throws -> MissionID {
    let folder = bench.home.folder.file("w")
    try FileSystem.makePrivateDirectory(folder)
    try FileSystem.writeAtomically(Array("hello".utf8), to: folder + "/report.md")
    let id = try await bench.dispatch()
    var claim = ClaimRequest(vp: .general, worker: .first)
    claim.process = WorkerProcess(host: host)
    var call = CallContext.tester
    call.remoteHost = remoteHost
    _ = try await bench.fleet.claim(claim, call)
    let token = FencingToken(worker: .first, attempt: 1)
    try await bench.report(
      .artifact(ArtifactReport(path: "report.md", bytes: 4, role: .supporting)), id, token)
    try await bench.report(
      .completed(MissionOutcome(resultRef: "workspace://" + folder, message: "done")), id, token)
    return id
  }

  @Test func theFilesOfAFinishedMissionAreListedAndRead() async throws {
    let bench = try Bench(clock: past)
    let id = try await finished(bench, host: HostIdentity.system.hostName)
    let result = try await bench.fleet.artifacts(of: id)
    let file = try #require(result.artifacts.first)
    #expect(file.path == "report.md" && file.excerpt == "hello")
    #expect(file.role == .supporting && file.changedSinceFinish == true)
    #expect((result.filesIndexed, result.filesTotal, result.filesSkipped) == (1, 1, 0))
    var request = ArtifactsRequest()
    request.path = "report.md"
    request.offset = 1
    let text = try #require(try await bench.fleet.artifacts(of: id, request).text)
    #expect(text.text == "ello" && text.nextOffset == nil)
  }

  @Test(arguments: ["report.md", "./report.md", "sub/../report.md"])
  func aFileIsKnownHoweverItsPathIsWritten(path: String) async throws {
    let bench = try Bench(clock: past)
    let id = try await finished(bench, host: nil)
    var request = ArtifactsRequest()
    request.path = path
    let result = try await bench.fleet.artifacts(of: id, request)
    #expect(result.text?.text == "hello")
    #expect(result.artifacts.map(\.path) == ["report.md"])
    #expect(result.artifacts.map(\.role) == [.supporting])
    #expect(result.artifacts.map(\.changedSinceFinish) == [true])
  }

  @Test func aRecordedFileThatIsGoneIsToldOf() async throws {
    let bench = try Bench()
    let id = try await finished(bench, host: nil)
    #expect(try await bench.fleet.artifacts(of: id).warnings.isEmpty)
    try FileManager.default.removeItem(atPath: bench.home.folder.file("w") + "/report.md")
    let warnings = try await bench.fleet.artifacts(of: id).warnings
    #expect(warnings.map(\.kind) == [.artifactsGone])
    #expect(warnings.first?.message.hasSuffix(": report.md") == true)
  }

  @Test func aFileIsPagedPastWhatIsNoText() async throws {
    let bench = try Bench()
    let id = try await finished(bench, host: nil)
    let (head, tail) = (
      [UInt8](repeating: 0x61, count: 13_000), [UInt8](repeating: 0x62, count: 13_000)
    )
    try FileSystem.writeAtomically(
      head + [0xFF, 0xFE] + tail, to: bench.home.folder.file("w") + "/report.md")
    var request = ArtifactsRequest()
    request.path = "report.md"
    request.maxBytes = 4_000
    var (read, next, said) = ("", Optional(Int64(0)), [String]())
    for _ in 0...(26_002 / 4_000) {
      request.offset = try #require(next)
      let result = try await bench.fleet.artifacts(of: id, request)
      read += result.text?.text ?? ""
      said += result.warnings.map(\.message)
      next = result.text?.nextOffset
    }
    #expect(next == nil)
    #expect(Array(read.utf8) == head + Array("\u{FFFD}\u{FFFD}".utf8) + tail)
    #expect(said == ["2 of 4000 bytes are not text, from byte 13000 on"])
  }

  @Test func aFileGoesOnAfterAPartThatIsNoTextAtAll() async throws {
    let bench = try Bench()
    let id = try await finished(bench, host: nil)
    let parts: [[UInt8]] = [0x61, 0, 0x62].map { [UInt8](repeating: $0, count: 1_000) }
    try FileSystem.writeAtomically(
      parts.flatMap(\.self), to: bench.home.folder.file("w") + "/report.md")
    var request = ArtifactsRequest()
    request.path = "report.md"
    request.maxBytes = 1_000
    var read: [String?] = []
    var next = Optional(Int64(0))
    while let offset = next, read.count < parts.count {
      request.offset = offset
      let text = try #require(try await bench.fleet.artifacts(of: id, request).text)
      read.append(text.text)
      next = text.nextOffset
    }
    #expect(next == nil)
    let letters = String(repeating: "a", count: 1_000)
    #expect(read == [letters, nil, letters.replacing("a", with: "b")])
  }

  @Test func aFileThatIsNoTextAtAllIsLookedAtNoFurtherThanAsked() async throws {
    let bench = try Bench()
    let id = try await finished(bench, host: nil)
    let path = bench.home.folder.file("w") + "/report.md"
    try FileSystem.writeAtomically([], to: path)
    try #require(unsafe truncate(path, 1 << 40) == 0)
    var request = ArtifactsRequest()
    request.path = "report.md"
    request.maxBytes = 4_000
    let result = try await bench.fleet.artifacts(of: id, request)
    let text = try #require(result.text)
    #expect(text.text == nil && text.offset == 0 && text.nextOffset == 4_000)
    #expect(result.warnings.map(\.kind) == [.artifactNoText])
    #expect(
      result.warnings.map(\.message)
        == ["it is not text: 4000 of 4000 bytes are not, from byte 0 on"])
  }

  @Test func whatCanNotBeListedIsCountedAndToldOf() async throws {
    let bench = try Bench()
    let id = try await finished(bench, host: nil)
    let script = #"cd "$1"; echo x > "$(printf 'report-\351.txt')""#
    _ = try OtherProgram.run("/bin/sh", ["-c", script, "sh", bench.home.folder.file("w")])
    let result = try await bench.fleet.artifacts(of: id)
    #expect(result.artifacts.map(\.path) == ["report.md"])
    #expect((result.filesTotal, result.filesSkipped) == (2, 1))
    let warning = try #require(result.warnings.first)
    #expect(warning.kind == .artifactsUnlisted)
    #expect(warning.message.contains("1 more can't be listed"))
  }

  @Test func filesWhoseNamesUnicodeTakesForOneAreTwo() async throws {
    let bench = try Bench(clock: past)
    let folder = bench.home.folder.file("w")
    let names = ["e\u{301}.txt", "\u{E9}.txt"]
    try FileSystem.makePrivateDirectory(folder)
    for name in names {
      try FileSystem.writeAtomically(Array("x".utf8), to: folder + "/" + name)
    }
    let (id, token) = try await bench.running()
    try await bench.report(.started(workspace: folder), id, token)
    for (name, bytes) in zip(names.reversed(), [1, 2] as [Int64]) {
      try await bench.report(.artifact(ArtifactReport(path: name, bytes: bytes)), id, token)
    }
    let done = try await bench.report(.completed(MissionOutcome()), id, token)
    let exact = names.map { ExactText($0) }
    #expect(done.state.outcome?.deliverables.map { ExactText($0) } == exact)
    let artifacts = try await bench.fleet.artifacts(of: id).artifacts
    #expect(artifacts.map { ExactText($0.path) } == exact)
    #expect(artifacts.map(\.changedSinceFinish) == [true, nil])
    try FileManager.default.removeItem(atPath: folder + "/" + names[0])
    #expect(try await bench.fleet.artifacts(of: id).gone.map { ExactText($0) } == [exact[0]])
  }

  @Test(arguments: [true, false])
  func aReceiptTellsOfTheFilesThatNoEventTellsOf(isItsOwn: Bool) async throws {
    let bench = try Bench()
    let folder = bench.home.folder.file("w")
    try FileSystem.makePrivateDirectory(folder)
    let (id, token) = try await bench.running()
    let receipt = """
      {"mission_id":"\(isItsOwn ? id.rawValue : "another")","artifacts":[
        {"path":"a.txt","bytes":1,"sha256":"x","role":"deliverable"},
        {"path":"b.txt","bytes":5,"sha256":5,"role":"deliverable"}]}
      """
    for (name, text) in [("mission_receipt.json", receipt), ("a.txt", "hello"), ("c.txt", "c")] {
      try FileSystem.writeAtomically(Array(text.utf8), to: folder + "/" + name)
    }
    var outcome = MissionOutcome(resultRef: "workspace://" + folder, message: "done")
    outcome.receiptPath = "mission_receipt.json"
    try await bench.report(.completed(outcome), id, token)
    let files = try await bench.fleet.artifacts(of: id).artifacts
    #expect(files.map(\.path) == ["a.txt", "c.txt"])
    // What is told of a file in another form is left out; what is no JSON is no receipt.
    #expect(files.map(\.changedSinceFinish) == [isItsOwn ? true : nil, nil])
    try FileSystem.writeAtomically(
      Array(receipt.dropLast().utf8), to: folder + "/mission_receipt.json")
    let again = try await bench.fleet.artifacts(of: id).artifacts
    #expect(again.map(\.changedSinceFinish) == [nil, nil])
  }

  @Test func aLinkInThePlaceOfAnyMissionsFolderIsNotFollowed() async throws {
    let bench = try Bench()
    let (folder, place) = (bench.home.folder.file("w"), bench.home.folder.file("vp-mission-old"))
    try FileSystem.makePrivateDirectory(folder)
    try link(folder, at: place)
    let (id, token) = try await bench.running()
    try await bench.report(
      .completed(MissionOutcome(resultRef: "workspace://" + place, message: "done")), id, token)
    let refusal = await refusal { _ = try await bench.fleet.artifacts(of: id) }
    #expect(refusal == .artifactOutsideWorkspace)
  }

  @Test func theFilesOfAnotherHostAreNamedAndNeverLookedForHere() async throws {
    let bench = try Bench()
    let id = try await finished(bench, host: "elsewhere")
    do {
      _ = try await bench.fleet.artifacts(of: id)
      Issue.record("nothing was refused")
    } catch let error as MissionError {
      #expect(error.code == .artifactLocationUnavailable)
      #expect(error.message.contains("elsewhere") && error.message.contains("/w"))
    }
  }

  @Test func aWorkerThatNamesNoHostHasItsFilesWhereItsCallsComeFrom() async throws {
    let (far, near) = (try Bench(), try Bench())
    let distant = try await finished(far, host: nil, calledFrom: "10.0.0.9")
    #expect(
      await refusal { _ = try await far.fleet.artifacts(of: distant) }
        == .artifactLocationUnavailable)
    #expect(try await far.fleet.get(distant).mission.state.workerHost == "10.0.0.9")
    let local = try await finished(near, host: nil)
    #expect(try await near.fleet.artifacts(of: local).artifacts.map(\.path) == ["report.md"])
  }

  @Test func aMissionWithoutAWorkspaceSaysWhetherOneMayCome() async throws {
    let bench = try Bench()
    func refusal() async -> MissionError? {
      await #expect(throws: MissionError.self) { _ = try await bench.fleet.artifacts(of: id) }
    }
    let id = try await bench.dispatch()
    let early = await refusal()
    #expect(early?.code == .artifactWorkspaceMissing)
    #expect(early?.message.contains("no worker has named one yet") == true)
    _ = try await bench.claim()
    try await bench.report(
      .completed(MissionOutcome(message: "done")), id, FencingToken(worker: .first, attempt: 1))
    let late = await refusal()
    #expect(late?.code == .artifactWorkspaceMissing)
    #expect(late?.message.contains("it ended without naming one") == true)
  }

  @Test func aResultThatIsNoWorkspaceIsNamed() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    _ = try await bench.claim()
    try await bench.report(
      .completed(MissionOutcome(resultRef: "/data/out", message: "done")), id,
      FencingToken(worker: .first, attempt: 1))
    let error = await #expect(throws: MissionError.self) {
      _ = try await bench.fleet.artifacts(of: id)
    }
    #expect(error?.code == .artifactWorkspaceMissing)
    #expect(error?.message.contains("its result_ref is '/data/out'") == true)
  }
}
