import Foundation
import MissionTesting
import Testing

/// What is changed in a capsule is noticed, by the program and by one that knows nothing of it.
@Suite struct CapsuleForgeryTests {
  @Test func whateverByteIsChangedTheCapsuleIsRefused() async throws {
    let bench = try await CapsuleBench()
    let size = try Data(contentsOf: URL(filePath: bench.path)).count
    for offset in stride(from: 0, to: size, by: max(1, size / 120)) {
      let file = try bench.changed { $0[offset] ^= 0x01 }
      let run = await bench.run(["timeline", bench.first], on: file)
      #expect(run.code == 74 || run.code == 78, "byte \(offset): \(run.code)")
      #expect(run.out.isEmpty, "byte \(offset)")
      try FileManager.default.removeItem(atPath: file)
    }
  }

  @Test func anIndependentProgramProvesTheSame() async throws {
    let bench = try await CapsuleBench()
    let whole = try OtherProgram.verify(bench.path, by: .capsule)
    #expect(whole.code == 0)
    let roots = await bench.run(["root"]).out.split(separator: "\n")
    for (line, root) in zip(whole.out.split(separator: "\n"), roots) {
      #expect(line.split(separator: " ").prefix(3) == root.split(separator: " ").prefix(3))
    }
    let size = try Data(contentsOf: URL(filePath: bench.path)).count
    for offset in stride(from: 30, to: size, by: max(1, size / 12)) {
      let altered = try bench.changed { $0[offset] ^= 0x01 }
      #expect(try OtherProgram.verify(altered, by: .capsule).code == 1, "byte \(offset)")
    }
  }

  /// Each line says two things, under a digest of its own.
  @Test func anIndependentProgramRefusesALineThatCanBeReadOtherwise() async throws {
    let bench = try await CapsuleBench()
    for (old, new) in [
      (#""payload":{"#, #""payload":{"summary":"forged"},"payload_salt":"SALT","payload":{"#),
      (#"{"actor":"#, #"{"actor":"somebody","actor":"#),
      (#""payload":{"#, #""payload":{"a":1,"a":2,"#),
      (#","proof":["#, #","proof":[],"proof":["#), (#","trace_id":"#, #", "trace_id":"#),
      (#"{"event":"#, #"{"more":1,"event":"#), (#"]}"#, #"]}{}"#),
    ] {
      let forged = try bench.forged { line in
        let salt = try #require(line.firstMatch(of: /"payload_salt":"([0-9a-f]+)"/)?.1)
        line = line.replacingOccurrences(
          of: old, with: new.replacing("SALT", with: salt), options: [], range: nil)
      }
      let found = try OtherProgram.verify(forged, by: .capsule)
      #expect(found.code == 1 && found.out.isEmpty, "\(old)")
      #expect(found.err.hasPrefix("line "), "\(old): \(found.err)")
    }
  }

  /// A digest that fits and a count that fits are no proof: nothing keeps either from being written
  /// anew.
  @Test func anEventTakenOutBeforeAnotherOfItsStreamIsMissed() async throws {
    let bench = try await CapsuleBench()
    let lines = try bench.lines
    let whole = await bench.run(["capsule", "--open", bench.path, "--json"])
    #expect(whole.out.contains(#""not_checked":[]"#), "\(whole.out.prefix(600))")
    for index in lines.indices.dropFirst() {
      let stream = try #require(lines[index].firstMatch(of: /"stream":"[^"]+"/)?.0)
      let isLast = !lines[(index + 1)...].contains { $0.contains(stream) }
      let cut = try bench.sealed { lines in
        lines.remove(at: index)
        lines[0].replace(#""events":\#(lines.count)"#, with: #""events":\#(lines.count - 1)"#)
      }
      let opened = await bench.run(["capsule", "--open", cut, "--json"])
      let other = try OtherProgram.verify(cut, by: .capsule)
      #expect(opened.code == (isLast ? 0 : 74), "\(stream): \(opened.out.prefix(600))")
      #expect(other.code == (isLast ? 0 : 1), "\(stream): \(other.err)")
      guard isLast else { continue }
      #expect(opened.out.contains(#""not_checked":["vp: events left out: 1 ("#))
      let verified = await bench.run(["verify", "--json"], on: cut)
      #expect(verified.out.contains(#""not_checked":["events left out: 1 ("#), "\(verified.out)")
    }
  }

  @Test func aMissionThatWasAskedForAndTakenOutWholeIsMissed() async throws {
    let bench = try await CapsuleBench()
    func cut(_ id: String) throws -> String {
      try bench.sealed { lines in
        let count = lines.count - 1
        lines.removeAll { $0.contains(#""stream":"mission/\#(id)""#) }
        lines[0].replace(#""events":\#(count)"#, with: #""events":\#(lines.count - 1)"#)
      }
    }
    let without = try cut(bench.first)
    let opened = await bench.run(["capsule", "--open", without, "--json"])
    #expect(opened.code == 74, "\(opened.out.prefix(600))")
    #expect(opened.out.contains("mission \(bench.first)"), "\(opened.out.prefix(600))")
    let other = try OtherProgram.verify(without, by: .capsule)
    #expect(other.code == 1 && other.err.contains(bench.first), "\(other)")
    let alone = try cut(bench.retry)
    #expect(await bench.run(["capsule", "--open", alone]).out.contains("  not checked "))
    #expect(try OtherProgram.verify(alone, by: .capsule).code == 0)
  }

  @Test func linesThatChangedPlacesAreRefused() async throws {
    let bench = try await CapsuleBench()
    let swapped = try bench.sealed { $0.swapAt(2, 3) }
    #expect(await bench.run(["capsule", "--open", swapped]).code == 74)
    #expect(try OtherProgram.verify(swapped, by: .capsule).code == 1)
  }

  @Test func theEventThatWasChangedIsNamed() async throws {
    let bench = try await CapsuleBench()
    let text = try String(contentsOfFile: bench.path, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.contains("half of <it>") })
    let position = try #require(line.firstMatch(of: /"position":([0-9]+)/)?.1)
    let altered = try bench.changed { bytes in
      bytes = Array(text.replacing("half of <it>", with: "half of <at>").utf8)
    }
    let run = await bench.run(["capsule", "--open", altered, "--json"])
    #expect(run.code == 74)
    #expect(run.out.contains("event vp:\(position) was changed"), "\(run.out)")
    let left = try bench.changed { bytes in
      bytes = Array(text.replacing(line + "\n", with: "").utf8)
    }
    #expect(await bench.run(["capsule", "--open", left]).code == 74)
    let cut = try bench.changed { $0.removeLast(200) }
    #expect(await bench.run(["capsule", "--open", cut]).code == 74)
  }
}
