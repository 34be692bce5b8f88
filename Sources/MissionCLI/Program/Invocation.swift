import EventProjections
import Foundation
import MissionClient
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// One command being run: the global options, its console, and the home it works on.
struct Invocation: Sendable {
  let globals: GlobalOptions
  let console: Console
  /// The actions of the commands that open a door to others.
  let doors: Doors
  /// The fleets that the command has opened.
  let opened = OpenFleets()
  /// The past moment that the command answers as of.
  private(set) var moment: Instant?

  /// The present time, or the moment in its place, in the reader's time zone.
  var time: TimeText {
    TimeText(now: moment ?? console.clocks.now(), face: globals.utc ? .utc : console.localTime)
  }

  /// Makes the command answer as of a past moment, and says so.
  mutating func stand(at moment: Instant) {
    self.moment = moment
    if !globals.json { note("as of \(time.face.full(moment))") }
  }

  /// Text for a person.
  var page: Page { Page(console: console, time: time, place: place) }

  /// The home that the options and the environment name.
  func home() throws -> Home {
    try Home.resolve(
      flag: globals.home, configFlag: globals.config, environment: console.environment,
      workingFolder: console.workingFolder)
  }

  /// The server that the command works against; nil where it works on a home.
  ///
  /// A server that only the environment names yields to a home that the command line names.
  var serverURL: String? {
    if let server = globals.server { return ServerAddress.plain(server) }
    return globals.home == nil ? serverOfEnvironment.map(ServerAddress.plain) : nil
  }

  private var serverOfEnvironment: String? { console.environment.value("MISSIONLOG_SERVER") }

  /// Notes that a home is used although the environment names a server: for a command that executes
  /// missions, which somebody may wait for at that server.
  func noteServerPassedOver() {
    guard globals.server == nil, globals.home != nil, serverOfEnvironment != nil else { return }
    note(
      "MISSIONLOG_SERVER is ignored because --home is given; --server works against a server")
  }

  /// The way to make a command work on a home, not on the server that was named.
  var wayToAHome: String {
    globals.server == nil
      ? "name the home with --home, or unset MISSIONLOG_SERVER" : "leave out --server"
  }

  /// The absolute path of the token's file, if one is named.
  var tokenFile: String? {
    let named = globals.tokenFile ?? console.environment.value("MISSIONLOG_TOKEN_FILE")
    return named.map(absolute)
  }

  /// The absolute path for a path on the command line.
  func absolute(_ path: String) -> String { Paths.absolute(path, in: console.workingFolder) }

  /// A client of that server; nil where the command works on a home.
  func server() throws -> ServerClient? {
    guard let serverURL else { return nil }
    guard let tokenFile else {
      let named = globals.server == nil ? "MISSIONLOG_SERVER" : "--server"
      throw MissionError(
        .validationError, "\(named) needs --token-file: the file with the server's token")
    }
    return ServerClient(try ServerAddress(serverURL, token: try TokenFile.read(tokenFile)))
  }

  /// The home's lanes, and the caller: this person, unless a worker is named.
  ///
  /// Nothing is opened or made yet, except for a capsule in the home's place, which is verified.
  /// `makesConfiguration` is for a command that makes the file that `--config` names.
  func tools(
    as caller: CallContext? = nil, makesConfiguration: Bool = false
  ) throws -> ToolContext {
    let home = try home()
    let bar = ProgressBar("rebuilding", on: console)
    let surroundings = Surroundings(
      clocks: console.clocks, notice: { [self] in note($0) },
      replaying: { _, progress in
        bar.update(done: progress.events, of: progress.total)
        if progress.events >= progress.total { bar.finish() }
      })
    let fleet =
      try CapsuleFile.read(home.path)?.fleet(home: home, surroundings)
      ?? Fleet(
        home: home,
        configuration: home.configuration(
          environment: console.environment, mayBeMissing: makesConfiguration),
        surroundings: surroundings)
    opened.add(fleet)
    return ToolContext(
      fleet: fleet, call: caller ?? .person(NSUserName(), host: fleet.surroundings.host.hostName))
  }

  /// The mission that a text names: its id, or a unique beginning or end of it.
  func mission(_ text: String, _ tools: ToolContext) async throws -> MissionID {
    try await tools.fleet.mission(matching: text)
  }

  /// Prints an answer: as one object under `--json`, else as `text` for a person; its warnings go
  /// to standard error.
  ///
  /// `error` is the error that the command ends with despite its answer: it has done only a part of
  /// its work.
  func show<Answer: ToolAnswer>(
    _ answer: Answer, exit: Exit = .success, failing error: MissionError? = nil,
    text: (Answer, Page) throws -> Void
  ) throws -> Exit {
    if globals.json {
      try print(json: answer.json(failing: error))
    } else {
      warn(of: answer)
      try text(answer, page)
    }
    return error.map { Exit(code: $0.exitCode) } ?? exit
  }

  /// Prints an answer likewise, with a page drawn from the object that `--json` prints.
  func showPage(
    _ answer: some ToolAnswer, exit: Exit = .success, failing error: MissionError? = nil,
    draw: (JSONObject, Page) throws -> Void
  ) throws -> Exit {
    try show(answer, exit: exit, failing: error) { answer, page in
      try draw(JSONObject(answer.json), page)
    }
  }

  /// Prints ids alone, one a line; an answer's warnings go to standard error.
  func show(ids: [String], of answer: some ToolAnswer) throws -> Exit {
    warn(of: answer)
    for id in ids { try console.out.line(id) }
    return .success
  }

  /// Says an answer's warnings.
  func warn(of answer: some ToolAnswer) {
    for remark in answer.remarks { warn(remark) }
  }

  /// Prints one object on a line of its own.
  func print(json: [UInt8]) throws {
    try console.line(json: json)
  }

  /// Warns the caller although the command goes on.
  func warn(_ message: String) {
    say(console.screen.message("warning:", .warning, Hint.text(message, carrying: place)))
  }

  /// Names the next useful command.
  func hint(_ words: [String], _ purpose: String) {
    guard !globals.json else { return }
    try? console.out.flush()
    note(StyledLine("\(purpose): \(Hint.command(words, carrying: place))", .faint))
  }

  /// The options that make another command work where this one does: those of them on the command
  /// line.
  var place: [String] {
    let named = [
      ("--home", globals.home), ("--config", globals.config),
      ("--server", globals.server.map(ServerAddress.plain)),
      ("--token-file", globals.tokenFile),
    ]
    return named.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  /// Names the next useful command for a mission; none where it can't be acted on: in a capsule, a
  /// backup, the past.
  func hint(next mission: MissionView) {
    guard isActing, let next = NextCommand(mission, named: \.short) else { return }
    hint(next.words, next.purpose)
  }

  /// Shows the hint of an answer about a mission, in the short form of the tables; nothing where it
  /// can't be acted on.
  func hint(of answer: some ToolAnswer, on mission: MissionID) {
    guard isActing, let hint = answer.hint else { return }
    // The form is `PURPOSE: missionlog COMMAND`, in words that a shell takes unquoted.
    let parts = hint.split(separator: ": missionlog ", maxSplits: 1)
    guard parts.count == 2 else { return }
    let words = parts[1].split(separator: " ").map(String.init)
    self.hint(words.map { $0 == mission.rawValue ? mission.short : $0 }, String(parts[0]))
  }

  /// Whether what is shown can be acted on: it is neither the past nor a capsule nor a backup.
  var isActing: Bool { moment == nil && !opened.areUnwritable }

  /// Writes a message beside the answer, without characters that a terminal would act on: others
  /// may have written a part of it.
  func note(_ message: String) { note(StyledLine(Hint.text(message, carrying: place))) }

  /// Says a drawn line likewise.
  func note(_ line: StyledLine) { say(console.screen.paint(line.harmless)) }

  /// Writes a harmless text; a closed reader is noticed at the next line of the answer.
  private func say(_ text: String) {
    try? console.err.line(text)
    try? console.err.flush()
  }

  /// The pause before a retry, in seconds.
  static let pauseSeconds = 2.0

  /// Gives the reason, and pauses before a retry.
  func pause(_ why: String) async throws {
    note(why)
    try await Task.sleep(for: .seconds(Self.pauseSeconds))
  }

  /// Reports an error, and pauses before a retry.
  func pause(after error: MissionError) async throws {
    try await pause("\(error.message); trying again")
  }
}
