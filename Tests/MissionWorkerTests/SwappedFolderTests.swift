import CanonicalJSON
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// Commands that put a link to a foreign folder where their worker reads and writes.
@Suite struct SwappedFolderTests {
  /// A worker with such a command, which finds the foreign folder as `$OUTSIDE`; a secret lies in
  /// there.
  private func bench(_ script: String) throws -> (WorkerBench, outside: String) {
    let bench = try WorkerBench(script) {
      $0.environment["OUTSIDE"] = FileSystem.parent(of: $0.workspaceRoot).map { $0 + "/outside" }
      $0.passEnvironment = ["OUTSIDE"]
      $0.process = WorkerProcess(host: HostIdentity.system.hostName)
      $0.receiptSeconds = 0
    }
    let outside = bench.folder.file("outside")
    try FileSystem.makePrivateDirectory(outside)
    try FileSystem.writeAtomically(Array("secret".utf8), to: outside + "/secret.txt")
    return (bench, outside)
  }

  private func refusal(of path: String?, of id: MissionID, _ bench: WorkerBench) async throws
    -> MissionError.Code?
  {
    var request = ArtifactsRequest()
    request.path = path
    do {
      _ = try await bench.fleet.artifacts(of: id, request)
      return nil
    } catch let error as MissionError {
      return error.code
    }
  }

  @Test(arguments: [false, true])
  func aLinkInTheWorkspacesPlaceIsNeitherReadNorWrittenInto(isTarget: Bool) async throws {
    let (bench, outside) = try bench(#"d="$PWD"; rm -rf "$d"; ln -s "$OUTSIDE" "$d"; echo gone"#)
    let state = try await bench.end {
      let target = bench.folder.file("target")
      if isTarget { $0.constraints = .object { $0.field("target_path", target) } }
    }
    #expect(state.status == .completed)
    #expect(state.outcome?.receiptPath == nil && state.outcome?.markerPath == nil)
    #expect(state.outcome?.message?.hasPrefix("gone\nmissionlog: mission_receipt.json") == true)
    #expect(try FileSystem.names(in: outside) == ["secret.txt"])
    for path in [nil, "secret.txt"] {
      let refusal = try await refusal(of: path, of: state.facts.missionID, bench)
      #expect(refusal == .artifactOutsideWorkspace)
    }
  }

  @Test func whatIsRequiredIsNotFoundInAnotherFolder() async throws {
    let (bench, _) = try bench(#"d="$PWD"; rm -rf "$d"; ln -s "$OUTSIDE" "$d"; echo gone"#)
    let state = try await bench.end { $0.requiredOutputs = ["secret.txt"] }
    #expect(state.failureMode == .missingOutput)
  }

  @Test(arguments: [false, true])
  func theNextAttemptDoesNotBeginInAFolderThatALinkLeadsTo(isDangling: Bool) async throws {
    let (bench, outside) = try bench("echo x > made")
    let id = try await bench.dispatch()
    try FileSystem.makePrivateDirectory(bench.options.workspaceRoot)
    try FileManager.default.createSymbolicLink(
      atPath: "\(bench.options.workspaceRoot)/\(id)",
      withDestinationPath: isDangling ? outside + "/none" : outside)
    #expect(try await bench.work().failed == 1)
    #expect(try await bench.state(of: id).failureMode == .workspaceGuard)
    #expect(try FileSystem.names(in: outside) == ["secret.txt"])
  }

  @Test(arguments: ["/outside", "/none"])
  func aLinkAboveATargetPathIsNotFollowed(place: String) async throws {
    let (bench, outside) = try bench("echo x > made")
    let (project, other) = (bench.folder.file("project"), bench.folder.path + place)
    try FileSystem.makePrivateDirectory(project)
    let id = try await bench.dispatch {
      $0.constraints = .object { $0.field("target_path", project + "/src") }
    }
    try FileSystem.renameFile(project, to: bench.folder.file("old"))
    try FileManager.default.createSymbolicLink(atPath: project, withDestinationPath: other)
    #expect(try await bench.work().failed == 1)
    #expect(try await bench.state(of: id).failureMode == .workspaceGuard)
    #expect(try FileSystem.names(in: outside) == ["secret.txt"])
  }

  @Test func aTargetPathThatAServerResolvedMayBeALinkHere() async throws {
    let (bench, outside) = try bench(#"echo x > made; ls "$PWD""#)
    let target = bench.folder.file("target")
    let id = try await bench.dispatch {
      $0.constraints = .object { $0.field("target_path", target) }
    }
    try FileManager.default.createSymbolicLink(atPath: target, withDestinationPath: outside)
    var options = bench.options
    options.targetsAreForeign = true
    #expect(try await Worker(port: bench.port, options: options).run().completed == 1)
    #expect(try FileSystem.names(in: outside).contains("made"))
    let files = try await bench.fleet.artifacts(of: id).artifacts
    #expect(files.map(\.path) == ["made"])
  }

  @Test func theWorkersOwnFilesOfATargetPathAreNotWrittenThroughALink() async throws {
    let (bench, outside) = try bench(#"rm -rf .missionlog; ln -s "$OUTSIDE" .missionlog; echo x"#)
    let target = bench.folder.file("target")
    let change: (inout DispatchRequest) -> Void = {
      $0.constraints = .object { $0.field("target_path", target) }
    }
    #expect(try await bench.end(change).outcome?.receiptPath == nil)
    let next = try await bench.end { request in
      change(&request)
      request.objective = "again"
    }
    #expect(next.failureMode == .workspaceGuard)
    #expect(try FileSystem.names(in: outside) == ["secret.txt"])
  }

  @Test func aFolderMadeAnewIsAWorkspaceToo() async throws {
    let (bench, _) = try bench(#"d="$PWD"; rm -rf "$d"; mkdir "$d"; cd "$d"; echo x > new; echo y"#)
    let state = try await bench.end()
    #expect(state.status == .completed && state.outcome?.receiptPath == "mission_receipt.json")
    let files = try await bench.fleet.artifacts(of: state.facts.missionID).artifacts
    #expect(files.map(\.path) == ["new"])
  }
}
