import CanonicalJSON
import EventProjections
import Foundation
import MissionClient
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// One command being run: the options of every command, where its words go, and the home it works on.
struct Invocation: Sendable {
  let globals: GlobalOptions
  let console: Console
  /// What the commands do that open a door to others.
  let doors: Doors
  /// What the command has opened.
  let opened = OpenFleets()
  /// The past moment that the command answers as of.
  private(set) var moment: Instant?

  /// The time now, or the moment that stands for it, and how the reader sees times.
  var time: TimeText {
    TimeText(now: moment ?? console.clocks.now(), face: globals.utc ? .utc : console.localTime)
  }

  /// Has the command answer as of a past moment, and says so.
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
  /// One that only the environment names stands back behind a home that was named on the command line.
  var serverURL: String? {
    if let server = globals.server { return server }
    return globals.home == nil ? serverOfEnvironment : nil
  }

  private var serverOfEnvironment: String? { console.environment.setting("MISSIONLOG_SERVER") }

  /// Says that a home is worked on although the environment names a server: for a command that executes missions, which
  /// somebody may wait for elsewhere.
  func noteServerPassedOver() {
    guard globals.server == nil, globals.home != nil, serverOfEnvironment != nil else { return }
    note(
      "MISSIONLOG_SERVER is passed over, since --home is given; --server works against a server")
  }

  /// How a command that works on a home is kept from the server that was named.
  var wayToAHome: String {
    globals.server == nil
      ? "name the home with --home, or unset MISSIONLOG_SERVER" : "leave out --server"
  }

  /// The absolute path of the token's file, where one is named.
  var tokenFile: String? {
    let named = globals.tokenFile ?? console.environment.setting("MISSIONLOG_TOKEN_FILE")
    return named.map(absolute)
  }

  /// The absolute path of what the command line names.
  func absolute(_ path: String) -> String { Paths.absolute(path, in: console.workingFolder) }

  /// A client of that server; nil where the command works on a home.
  func server() throws -> ServerClient? {
    guard let serverURL else { return nil }
    guard let tokenFile else {
      let named = globals.server == nil ? "MISSIONLOG_SERVER" : "--server"
      throw MissionError(
        .validationError, "\(named) wants --token-file: the file that holds the server's token")
    }
    return ServerClient(try ServerAddress(serverURL, token: try TokenFile.read(tokenFile)))
  }

  /// The home's lanes, and who calls: this person, unless a worker is named.
  ///
  /// Nothing is opened or made yet, but for a capsule in the home's place, which is verified.
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

  /// Prints an answer: as one object under `--json`, else as `text` for a person; its warnings go to standard error.
  ///
  /// `error` is what the command ends with although there is an answer: it has done a part of its work.
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

  /// Prints an answer likewise, its page drawn from the one object that `--json` prints.
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

  /// Says what the caller should know although the command goes on.
  func warn(_ message: String) {
    say(console.screen.message("warning:", .warning, Hint.text(message, carrying: place)))
  }

  /// Names the next useful command.
  func hint(_ words: [String], _ purpose: String) {
    guard !globals.json else { return }
    try? console.out.flush()
    note(StyledLine("\(purpose): \(Hint.command(words, carrying: place))", .faint))
  }

  /// What a command must be told to work where this one does: as much of that as stands on the command line.
  var place: [String] {
    let named = [
      ("--home", globals.home), ("--config", globals.config), ("--server", globals.server),
      ("--token-file", globals.tokenFile),
    ]
    return named.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  /// Names the next useful command for a mission; none where nothing can be done to it: in a capsule, a backup, the past.
  func hint(next mission: MissionView) {
    guard isActing, let next = NextCommand(mission, named: \.short) else { return }
    hint(next.words, next.purpose)
  }

  /// Says what an answer about a mission says to do next, in the short words of the tables; nothing where nothing can
  /// be done to it.
  func hint(of answer: some ToolAnswer, on mission: MissionID) {
    guard isActing, let hint = answer.hint else { return }
    // `PURPOSE: missionlog COMMAND`, of words that a shell takes as they are.
    let parts = hint.split(separator: ": missionlog ", maxSplits: 1)
    guard parts.count == 2 else { return }
    let words = parts[1].split(separator: " ").map(String.init)
    self.hint(words.map { $0 == mission.rawValue ? mission.short : $0 }, String(parts[0]))
  }

  /// Whether what is shown can be acted on: it is neither the past nor a capsule nor a backup.
  var isActing: Bool { moment == nil && !opened.areUnwritable }

  /// Says something beside the answer, without what a terminal would act on: others may have written a part of it.
  func note(_ message: String) { note(StyledLine(Hint.text(message, carrying: place))) }

  /// Says a drawn line likewise.
  func note(_ line: StyledLine) { say(console.screen.paint(line.harmless)) }

  /// Says what is harmless; a reader who has gone is noticed at the next line of the answer.
  private func say(_ text: String) {
    try? console.err.line(text)
    try? console.err.flush()
  }

  /// For how many seconds what is away is left alone.
  static let pauseSeconds = 2.0

  /// Says why, and leaves what is away alone before it is asked again.
  func pause(_ why: String) async throws {
    note(why)
    try await Task.sleep(for: .seconds(Self.pauseSeconds))
  }

  /// Says what went wrong, and leaves it alone before it is tried again.
  func pause(after error: MissionError) async throws {
    try await pause("\(error.message); trying again")
  }
}

extension [String: String] {
  /// The value of a variable that is set and not empty.
  fileprivate func setting(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
