import ArgumentParser
import Foundation
import MissionTesting
import Testing

@testable import MissionCLI

/// The commands that errors and warnings name, in the text of the program itself.
@Suite struct NamedCommandTests {
  private let names = Set(Missionlog.configuration.subcommands.map { $0._commandName })

  /// Only such a command is told to work where the one did that names it.
  @Test func everyCommandInAnErrorOrAWarningStandsInBackquotes() throws {
    var found = 0
    for (file, text) in try sources() {
      for range in text.ranges(of: "missionlog ") {
        let before = text[..<range.lowerBound]
        let command = text[range.upperBound...].prefix { $0.isLetter || $0 == "-" }
        guard names.contains(String(command)) else { continue }
        found += 1
        #expect(
          before.hasSuffix("`") || !openCalls(before.suffix(500)).contains(where: tells),
          "\(file): …\(before.suffix(100))missionlog \(command)")
      }
    }
    #expect(found > 50)
    #expect(
      openCalls(#"throw MissionError(.full, "\(size(of: x)) is (too) much: "#).contains(
        where: tells))
  }

  private func sources() throws -> [(file: String, text: String)] {
    let folder = Fixtures.url("../Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try files.filter { $0.hasSuffix(".swift") }.map { file in
      (file, try String(contentsOf: folder.appending(path: file), encoding: .utf8))
    }
  }

  /// The names of the calls that have not ended where a text ends.
  private func openCalls(_ text: some StringProtocol) -> [String] {
    var calls: [String] = []
    var (rest, depth) = (String(text)[...], 0)
    while let character = rest.popLast() {
      if character == ")" { depth += 1 }
      guard character == "(" else { continue }
      if depth == 0 { calls.append(String(rest.reversed().prefix(while: \.isLetter).reversed())) }
      depth = max(depth - 1, 0)
    }
    return calls
  }

  /// Whether a call makes an error or a warning of its text.
  private func tells(_ call: String) -> Bool {
    call.hasSuffix("Error") || ["Warning", "cut", "refusal", "validation", "warn"].contains(call)
  }
}
