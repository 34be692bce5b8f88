import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `artifacts`: the files that a mission made.
struct ArtifactsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "artifacts", abstract: "List the files that a mission made, or print one.",
    discussion: """
      Examples:
        missionlog artifacts 3f9a12bc
        missionlog artifacts 3f9a12bc report.md > report.md
      """)

  @Argument(help: "The mission.", completion: .missions) var id: String

  @Argument(help: ArgumentHelp("The path of one file in the workspace.", valueName: "path"))
  var named: String?

  @Option(
    name: .customLong("path"), help: ArgumentHelp("The path, as an option.", valueName: "path"))
  var flagged: String?

  /// The file's path, from the argument or the flag.
  private var path: String? { named ?? flagged }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("List at most this many files, 1 to 200.", valueName: "n"))
  var maxFiles: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Print at most this many bytes, 256 to 2000000.", valueName: "n"))
  var maxBytes: Int?

  /// The number of bytes to ask for: a person who asks for one file gets as much of it as one
  /// answer may hold.
  private var mostBytes: Int? { maxBytes ?? (path != nil && !globals.json ? 2_000_000 : nil) }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Start at this byte of the file; a negative number counts from its end.", valueName: "n"))
  var offset = 0

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func validate() throws {
    if named != nil, flagged != nil {
      throw ValidationError("<path> and --path mean the same: leave one out.")
    }
  }

  func run(at place: some Workplace) async throws -> Exit {
    let invocation = place.invocation
    let answer = try await place.ask(
      ReadResultArtifacts.self, of: .mission(id, word: "artifacts"),
      [
        "path": path.map(JSONInput.text), "max_files": maxFiles.map(JSONInput.number),
        "max_bytes": mostBytes.map(JSONInput.number),
        "offset": offset == 0 ? nil : JSONInput.number(offset),
      ])
    return try invocation.showPage(answer) { answer, page in
      if let path = try answer.optionalText("path") {
        try write(answer, of: path, invocation)
      } else {
        try ArtifactsPage(answer: answer, page: page).write()
      }
    }
  }

  /// Writes a file's text unchanged, so that it may go into another file; writes nothing if a part
  /// of it is not text, which a warning locates.
  private func write(_ file: JSONObject, of path: String, _ invocation: Invocation) throws {
    guard let text = try file.optionalText("text"),
      try !ServedWarnings(of: file).tell(of: .artifactNoText)
    else {
      throw MissionError(
        .artifactReadFailed,
        "\(path) is not all UTF-8 text (\(ByteText.text(try file.integer("bytes")))); "
          + "open it in its folder")
    }
    try invocation.console.out.write(text)
    if let next = try file.optionalInteger("next_offset") {
      invocation.hint(["artifacts", id, path, "--offset", "\(next)"], "more")
    }
  }
}
