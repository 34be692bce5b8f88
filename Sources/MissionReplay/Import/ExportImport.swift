import EventLog
import EventProjections
import MissionControl
import MissionModel
import Platform

/// An import of the lines of `export`.
///
/// The lines of a whole ledger are restored into the home's ledger of that name if that holds only
/// their beginning: event by event, with their times and salts, so that it gets the same root;
/// `log.imported` follows them and says where they came from. The runtime ledger is restored only
/// with every source as its bridge has read it. Everything else is imported like the missions of
/// any other system, except for events that are here already, byte for byte. Blocks.
struct ExportImport: ~Copyable {
  /// The streams of one kind in one ledger.
  private struct StreamKind: Hashable {
    let ledger: String
    let kind: String
  }

  let fleet: Fleet
  let intake: Intake
  let path: String
  let progress: @Sendable (_ done: Int, _ total: Int) -> Void
  var report: ImportReport
  private(set) var ledgers: [String: ExportedLedger] = [:]
  /// The places of each mission's lines, and the missions in the order of their first lines.
  private var missions: [StreamName: [LineFile.Place]] = [:]
  private var order: [StreamName] = []
  /// The missions whose first event the file has.
  private var begun: Set<StreamName> = []
  /// How far the bridge of the runtime ledger's lines has read each source.
  private var marks: [String: SourceMark] = [:]
  /// How many events of other streams than missions' are not in the home.
  private var otherStreams: [StreamKind: Int64] = [:]

  init(
    fleet: Fleet, intake: Intake, path: String, report: ImportReport,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) {
    self.fleet = fleet
    self.intake = intake
    self.path = path
    self.report = report
    self.progress = progress
  }

  /// Imports everything, or reports what it would; nothing is written before every line was read.
  mutating func run() throws -> ImportReport {
    try survey()
    var whole = ledgers.filter(\.value.isRestorable)
    let lacking = try runtimeLack(whole)
    if lacking != nil { whole[LaneSettings.runtimeName] = nil }
    for (name, lines) in whole {
      report.restored[name] = max(0, lines.count - (lines.head ?? 0))
    }
    if !report.isRehearsal { try restore(Set(whole.keys)) }
    try takeMissions(besides: Set(whole.keys), lacking)
    return report
  }

  /// The reason why the runtime ledger is not restored although it could be: its bridge would stop
  /// at a source of which it has read events that aren't here; nil without such a source.
  private func runtimeLack(_ whole: [String: ExportedLedger]) throws -> String? {
    guard let runtime = whole[LaneSettings.runtimeName], runtime.count > runtime.head ?? 0 else {
      return nil
    }
    for (source, mark) in marks.sorted(by: { $0.key < $1.key })
    where fleet.ledgerNames.contains(source) {
      let position = mark.event.position
      if let lines = whole[source], lines.count >= position { continue }
      // A source that is still missing may be imported later.
      guard try head(of: source) ?? 0 > 0 else { continue }
      let leaf = try readable(source)?.readBlocking { try $0.leaf(at: position) }
      guard leaf != mark.leaf else { continue }
      return
        "its bridge has read ledger \(source) up to event \(position), but that ledger is not "
        + "imported unchanged: only a new home (--home NEW) can take both"
    }
    return nil
  }

  /// Reads every line once: checks it, and finds out which ledgers can be restored.
  private mutating func survey() throws {
    var file = try ExportFile(path)
    while let (line, place) = try file.next() {
      let event = line.event
      let (ledger, stream) = (event.ledger, event.stream)
      var known = try ledgers[ledger] ?? ExportedLedger(head: head(of: ledger))
      known.take(event, at: place)
      if known.isRestorable, known.count <= known.head ?? 0 { known.isOurs = try stands(line) }
      ledgers[ledger] = known
      if ledger == LaneSettings.runtimeName { note(event) }
      if MissionID(stream: stream) != nil {
        if missions[stream] == nil { order.append(stream) }
        missions[stream, default: []].append(place)
        if event.version == 1 { begun.insert(stream) }
      } else if try !stands(line) {
        let kind = String(stream.string.prefix { $0 != "/" })
        otherStreams[StreamKind(ledger: ledger, kind: kind), default: 0] += 1
      }
    }
  }

  /// Notes how far the bridge has read, by an event of the runtime ledger.
  private mutating func note(_ event: RecordedEvent) {
    guard let change = try? RuntimeEvent.known(event), let source = change.source else { return }
    marks[source] = change.mark
  }

  private mutating func takeMissions(
    besides whole: Set<String>, _ runtimeLack: String?
  ) throws {
    let file = try ExportFile(path)
    var done = 0
    for stream in order {
      done += 1
      let lines = try (missions[stream] ?? []).map { place in try file.line(at: place) }
      guard let ledger = lines.first?.event.ledger, !whole.contains(ledger) else { continue }
      let standing = Set(try lines.filter { try stands($0) }.map(\.event.id))
      guard
        let mission = LegacyMission(
          exported: lines.map(\.event), standing: standing, hasMission: { willHave($0) })
      else {
        report.note(
          LegacyOddity(
            .eventWithoutMission, table: ledger, key: stream.string,
            "\(lines.count) events, but not the first one"))
        continue
      }
      for oddity in mission.oddities { report.note(oddity) }
      let lane = standing.isEmpty ? fleet.ledgerBlocking(taking: mission) : ledger
      let outcome =
        report.isRehearsal
        ? try intake.look(at: [mission], in: fleet.readableLogBlocking(lane))
        : try intake.take([mission], into: fleet.writableLogBlocking(named: lane))
      if let outcome = outcome.first { report.count(outcome, of: mission, in: lane) }
      progress(done, order.count)
    }
    let others = otherStreams.filter { !whole.contains($0.key.ledger) }
      .map { (ledger: $0.key.ledger, what: "\($0.key.ledger) \($0.key.kind)", count: $0.value) }
    for (ledger, what, count) in others.sorted(by: { $0.what < $1.what }) {
      let lack = ledger == LaneSettings.runtimeName ? runtimeLack : nil
      report.leave(
        what, count, lack ?? "of another home's own ledger; only its missions are imported")
    }
  }

  /// Whether the home has a mission, or gets it from the file.
  private func willHave(_ mission: MissionID) -> Bool {
    begun.contains(mission.stream) || fleet.holderBlocking(of: mission.stream) != nil
  }

  /// The last position of the home's ledger; 0 where it has no file yet, nil where the home has no
  /// such ledger.
  private func head(of ledger: String) throws -> Int64? {
    guard fleet.ledgerNames.contains(ledger) else { return nil }
    return try fleet.readableLogBlocking(ledger)?.log.readBlocking { $0.head } ?? 0
  }

  /// Whether the home's ledger has a line's event, byte for byte.
  private func stands(_ line: ExportLine) throws -> Bool {
    let event = line.event
    return try readable(event.ledger)?.readBlocking { try $0.leaf(at: event.position) }
      == line.leaf.description
  }

  /// The log of the home's ledger of a name; nil where it has none, or no file of it yet.
  private func readable(_ ledger: String) throws -> EventLog? {
    guard fleet.ledgerNames.contains(ledger) else { return nil }
    return try fleet.readableLogBlocking(ledger)?.log
  }
}
