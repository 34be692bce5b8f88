import Foundation
import Platform
import Testing

/// A home with a chain of two missions, a third one, and a capsule of the chain.
struct CapsuleBench {
  let home = CommandLineHome()
  let first: String
  let retry: String
  let path: String
  /// The moment when the capsule was made.
  let moment: String

  init() async throws {
    let first = try await home.dispatch("a")
    _ = try await home.dispatch("b", vp: "vp.coder.primary")
    let token = ["--worker-id", "w", "--attempt", "1"]
    for words in [
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"],
      ["work", "progress", first, "--summary", "half of <it>"] + token,
      ["work", "fail", first, "--error", "no disk"] + token,
      ["retry", first, "--guidance", "elsewhere"],
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"],
    ] {
      let run = await home.run(words)
      #expect(run.code == 0, "\(words): \(run.err)")
    }
    let chain = await home.run("list", "--chain", first, "-q").out.split(separator: "\n")
    let retry = try #require(chain.first { $0 != first[...] })
    (self.first, self.retry) = (first, String(retry))
    path = home.path + "-one.capsule"
    let made = await home.run("capsule", first, path, "--json")
    #expect(made.code == 0, "\(made.out)")
    let moment = made.out.firstMatch(of: /"moment":"([^"]+)"/)?.1
    self.moment = String(try #require(moment))
  }

  /// Runs a command on another file in the home's place.
  func run(_ words: [String], on file: String? = nil) async -> CapturedConsole.Run {
    await home.run(words + ["--home", file ?? path])
  }

  /// The lines but for the last.
  var lines: [String] {
    get throws {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return text.split(separator: "\n").dropLast().map(String.init)
    }
  }

  /// Changes the line that tells of progress, and gives the whole a digest that fits.
  func forged(_ change: (inout String) throws -> Void) throws -> String {
    try sealed { lines in
      let index = try #require(lines.firstIndex { $0.contains("half of <it>") })
      try change(&lines[index])
    }
  }

  /// Changes the lines, and gives the whole a digest that fits.
  func sealed(_ change: (inout [String]) throws -> Void) throws -> String {
    var lines = try lines
    try change(&lines)
    let body = Array(lines.map { $0 + "\n" }.joined().utf8)
    let end = #"{"sha256":"\#(Digest(of: body.span))"}"#
    return try changed { $0 = body + Array((end + "\n").utf8) }
  }

  /// Writes changed bytes into a file of its own.
  func changed(_ change: (inout [UInt8]) -> Void) throws -> String {
    var bytes = try Array(Data(contentsOf: URL(filePath: path)))
    change(&bytes)
    let other = home.path + "-\(UUID()).capsule"
    try Data(bytes).write(to: URL(filePath: other))
    return other
  }
}
