import CanonicalJSON
import EventLog
import Foundation
import MissionReplay
import MissionTesting
import Testing

/// A ledger with awkward payloads, its export, and the independent verifier.
private struct Export {
  let folder: TemporaryFolder
  let log: EventLog

  init(events count: Int) async throws {
    folder = try TemporaryFolder()
    log = try EventLog.open(folder.file("vp.db"), .init(name: "vp", durability: .none))
    let payloads = [
      #"{"a":1e300,"b":"\u0007\" / \\ ü 😀"}"#, "{}",
      #"{"n":1234567890123456789012345678901234567890}"#,
      #"{"deep":[[{"x":[1.5,-0,1e-7,null,true]}]],"payload":"}"}"#,
    ]
    for index in 0..<count {
      try await log.append(
        [NewEvent(type: "made", payload: JSONText(payloads[index % 4]), actor: "tëst \"x\"")],
        to: StreamName("stream/\(index % 3)"))
    }
  }

  func lines(of stream: StreamName? = nil) async throws -> [String] {
    var lines: [String] = []
    try await LedgerExport(log).lines(of: stream) { line in
      lines.append(String(decoding: line, as: UTF8.self))
      return true
    }
    return lines
  }

  /// What the verifier prints of some lines, and its exit code.
  func verify(_ lines: [String]) throws -> OtherProgram.Run {
    let file = folder.file("export.jsonl")
    try lines.map { $0 + "\n" }.joined().write(toFile: file, atomically: true, encoding: .utf8)
    return try OtherProgram.verify(file, by: .export)
  }
}

@Test(arguments: [1, 2, 7, 300]) func anIndependentVerifierFindsTheLogsOwnRoot(count: Int)
  async throws
{
  let export = try await Export(events: count)
  let root = try await export.log.root()
  let found = try export.verify(try await export.lines())
  #expect(found.out == "vp \(count) \(root.hex)\n")
  #expect(found.code == 0)
}

@Test(arguments: [
  ("\"made\"", "\"mend\""), ("1e+300", "1e+301"), ("\"version\":2", "\"version\":3"),
  ("Z\",\"request_id\"", "9Z\",\"request_id\""),
])
func theVerifierSeesOneChangedEvent(old: String, new: String) async throws {
  let export = try await Export(events: 9)
  var lines = try await export.lines()
  let index = try #require(lines.firstIndex { $0.contains(old) })
  lines[index] = lines[index].replacingOccurrences(of: old, with: new)
  let whole = try export.verify(try await export.lines())
  let found = try export.verify(lines)
  #expect(found.code == 1 || found.out != whole.out)
  #expect(found.code == 0 || found.err.hasPrefix("vp:"), "\(found.err)")
}

@Test func theVerifierSaysThatThereIsNothing() async throws {
  let found = try await Export(events: 1).verify([])
  #expect(found.code == 1 && found.err == "no events\n" && found.out.isEmpty)
}

@Test func theVerifierNamesTheEventThatWasChanged() async throws {
  let export = try await Export(events: 9)
  var lines = try await export.lines()
  lines[4] = lines[4].replacingOccurrences(of: "\"a\":", with: "\"c\":")
  #expect(try export.verify(lines).err.hasPrefix("vp:5, line 5: "))
  lines[4] = "no event"
  #expect(try export.verify(lines).err.hasPrefix("?:?, line 5: "))
}

/// Lines that say two things, of which each reader would take its own.
@Test(arguments: [
  ("{\"actor\":", "{\"actor\":\"somebody\",\"actor\":"),
  ("\"payload\":", "\"payload\":{\"a\":2},\"payload\":"), ("{\"a\":", "{\"a\":2,\"a\":"),
  ("{\"actor\":", "{\"z\":1,\"actor\":"), ("{\"actor\":", "{ \"actor\":"),
  (",\"version\":2", ",\"version\":2 "), (",\"version\":2}", ",\"version\":2} {}"),
  ("\"position\":5,", ""), (",\"version\":2}", ",\"version\":2,\"version\":2}"),
])
func theVerifierRefusesALineThatCanBeReadOtherwise(old: String, new: String) async throws {
  let export = try await Export(events: 9)
  var lines = try await export.lines()
  lines[4] = lines[4].replacingOccurrences(of: old, with: new)
  let found = try export.verify(lines)
  #expect(found.code == 1)
  #expect(found.out.isEmpty)
  #expect(found.err.contains("line 5: "), "\(found.err)")
}

@Test func theVerifierRefusesALineWhoseMembersStandInAnotherOrder() async throws {
  let export = try await Export(events: 9)
  var lines = try await export.lines()
  let type = try #require(lines[4].firstRange(of: #""type":"made","#))
  lines[4].removeSubrange(type)
  lines[4] = lines[4].replacingOccurrences(of: "{\"actor\"", with: #"{"type":"made","actor""#)
  #expect(try export.verify(lines).err.hasPrefix("?:?, line 5: "))
}

@Test func theVerifierRefusesAPartOfALedger() async throws {
  let export = try await Export(events: 9)
  let lines = try await export.lines()
  #expect(try export.verify(Array(lines.dropFirst())).code == 1)
  #expect(try export.verify(try await export.lines(of: StreamName("stream/1"))).code == 1)
}

@Test func anExportOfOneStreamHoldsThatStreamAlone() async throws {
  let export = try await Export(events: 9)
  let lines = try await export.lines(of: StreamName("stream/1"))
  #expect(lines.count == 3)
  #expect(lines.allSatisfy { $0.contains(#""stream":"stream/1""#) })
}
