import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import Platform

/// Takes over lines of `export`.
///
/// The lines of a whole ledger go into the home's ledger of that name while that holds nothing else than their
/// beginning: event by event, with their times and salts, so that it comes to the same root; `log.imported` follows
/// them and says where they came from. Whatever else there is goes in as missions do from any other system. Blocks.
struct ExportImport: ~Copyable {
  /// How many lines go into one transaction.
  private static let batchLines = 1_000
  /// The most bytes that a line has: a payload and its envelope.
  private static let lineLimit = 4 << 20

  /// What the lines of one ledger are.
  private struct Lines {
    var count: Int64 = 0
    var isWhole = true
    var lastTime = Instant(microseconds: .min)
    /// Whether the home's ledger holds their beginning, and nothing else.
    var isOurs = true
    /// How many events that ledger has; nil where the home has no such ledger.
    var head: Int64?
  }

  /// Streams of one kind, as events of one ledger name them.
  private struct StreamKind: Hashable {
    let ledger: String
    let kind: String
  }

  private let fleet: Fleet
  private let intake: Intake
  private let path: String
  private let actor: String
  private let progress: @Sendable (_ done: Int, _ total: Int) -> Void
  private var report: ImportReport
  private var ledgers: [String: Lines] = [:]
  /// Where each mission's lines lie, in the order in which the missions were met.
  private var missions: [StreamName: [LineFile.Place]] = [:]
  private var order: [StreamName] = []
  /// The missions whose first event the file has.
  private var begun: Set<StreamName> = []
  /// How many events there are of other streams than missions'.
  private var otherStreams: [StreamKind: Int64] = [:]
  private var lines = 0

  init(
    fleet: Fleet, intake: Intake, path: String, report: ImportReport,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) {
    self.fleet = fleet
    self.intake = intake
    self.path = path
    self.actor = intake.actor
    self.report = report
    self.progress = progress
  }

  /// Imports everything, or says what it would; nothing is written before every line was read.
  mutating func run() throws -> ImportReport {
    try survey()
    let whole = ledgers.filter { $0.value.isWhole && $0.value.isOurs && $0.value.head != nil }
    for (name, lines) in whole.sorted(by: { $0.key < $1.key }) {
      report.restored[name] = max(0, lines.count - (lines.head ?? 0))
    }
    if !report.isRehearsal { try restore(Set(whole.keys)) }
    try takeMissions(besides: Set(whole.keys))
    return report
  }

  /// Reads every line once: checks it, and finds out what can be restored.
  private mutating func survey() throws {
    var file = try open()
    while let (bytes, place) = try next(&file) {
      lines += 1
      guard !bytes.isEmpty else { continue }
      let event = try read(bytes).event
      let (ledger, stream) = (event.ledger, event.stream)
      var known = try ledgers[ledger] ?? Lines(head: head(of: ledger))
      known.count += 1
      if event.position != known.count || event.recordedAt < known.lastTime {
        known.isWhole = false
      }
      known.lastTime = event.recordedAt
      if known.isOurs, known.isWhole, let head = known.head, known.count <= head {
        known.isOurs = try ours(ledger, known.count) == bytes
      }
      ledgers[ledger] = known
      if MissionID(stream: stream) != nil {
        if missions[stream] == nil { order.append(stream) }
        missions[stream, default: []].append(place)
        if event.version == 1 { begun.insert(stream) }
      } else {
        let kind = String(stream.string.prefix { $0 != "/" })
        otherStreams[StreamKind(ledger: ledger, kind: kind), default: 0] += 1
      }
    }
    for (name, lines) in ledgers where (lines.head ?? 0) > lines.count {
      // What is here goes on where the lines end, or was never of their history.
      ledgers[name]?.isOurs = lines.isOurs && lines.isWhole
    }
  }

  // MARK: Whole ledgers

  private mutating func restore(_ names: Set<String>) throws {
    guard names.contains(where: { (report.restored[$0] ?? 0) > 0 }) else { return }
    var file = try open()
    var batches: [String: [ExportLine]] = [:]
    var done = 0
    while let (bytes, _) = try next(&file) {
      done += 1
      guard !bytes.isEmpty else { continue }
      let line = try read(bytes)
      let (name, position) = (line.event.ledger, line.event.position)
      guard names.contains(name), position > ledgers[name]?.head ?? 0 else { continue }
      batches[name, default: []].append(line)
      let isLast = position == ledgers[name]?.count
      if isLast || batches[name]?.count ?? 0 >= Self.batchLines {
        try append(batches.removeValue(forKey: name) ?? [], isLast: isLast)
        progress(done, lines)
      }
    }
  }

  private func append(_ lines: [ExportLine], isLast: Bool) throws {
    guard let name = lines.first?.event.ledger, let last = lines.last?.event else { return }
    let note = isLast ? provenance(name, through: last.position) : nil
    let log = try fleet.writableLogBlocking(named: name)
    try log.writeBlocking { transaction in
      for line in lines { try transaction.readmit(line) }
      if let note { try transaction.append(note, to: .log) }
    }
  }

  private func provenance(_ ledger: String, through position: Int64) -> NewEvent {
    let first = (ledgers[ledger]?.head ?? 0) + 1
    let payload = JSONText.object { object in
      object.field("file", report.file)
      object.field("first_position", first)
      object.field("last_position", position)
    }
    return NewEvent(
      type: "log.imported", payload: payload, actor: actor, requestID: intake.requestID)
  }

  // MARK: Missions

  private mutating func takeMissions(besides whole: Set<String>) throws {
    let file = try open()
    var done = 0
    for stream in order {
      done += 1
      let events = try (missions[stream] ?? []).map { place in
        try read(Self.mapping(path) { () throws(PlatformError) in try file.line(at: place) }).event
      }
      guard let ledger = events.first?.ledger, !whole.contains(ledger) else { continue }
      guard let mission = LegacyMission(exported: events, hasMission: { willHave($0) }) else {
        report.note(
          LegacyOddity(
            .eventWithoutMission, table: ledger, key: stream.string,
            "\(events.count) events, but not the first one"))
        continue
      }
      for oddity in mission.oddities { report.note(oddity) }
      let lane = fleet.configuration.lane(ofVP: mission.vpID.rawValue)
      let outcome =
        report.isRehearsal
        ? try intake.look(at: [mission], in: fleet.readableLogBlocking(lane))
        : try intake.take([mission], into: fleet.writableLogBlocking(named: lane))
      if let outcome = outcome.first { report.count(outcome, of: mission, in: lane) }
      progress(done, order.count)
    }
    let others = otherStreams.filter { !whole.contains($0.key.ledger) }
      .map { (what: "\($0.key.ledger) \($0.key.kind)", count: $0.value) }
    for (what, count) in others.sorted(by: { $0.what < $1.what }) {
      report.leave(what, count, "of another home's own ledger; only its missions are taken over")
    }
  }

  /// Whether the home has a mission, or gets it from the file.
  private func willHave(_ mission: MissionID) -> Bool {
    begun.contains(mission.stream) || fleet.holderBlocking(of: mission) != nil
  }

  // MARK: The file and the home

  private func open() throws -> LineFile {
    try Self.mapping(path) { () throws(PlatformError) in
      try LineFile(path, limit: Self.lineLimit)
    }
  }

  private func next(_ file: inout LineFile) throws -> (line: [UInt8], place: LineFile.Place)? {
    do throws(PlatformError) {
      return try file.next()
    } catch {
      throw Self.failure(error, path)
    }
  }

  private func read(_ bytes: [UInt8]) throws(MissionError) -> ExportLine {
    do throws(LogError) {
      return try ExportLine(bytes)
    } catch {
      throw .validation("\(path), line \(lines): \(error.message)")
    }
  }

  /// The last position of the home's ledger; 0 where it has no file yet, nil where the home has no such ledger.
  private func head(of ledger: String) throws -> Int64? {
    guard fleet.ledgerNames.contains(ledger) else { return nil }
    return try fleet.readableLogBlocking(ledger)?.log.readBlocking { $0.head } ?? 0
  }

  private func ours(_ ledger: String, _ position: Int64) throws -> [UInt8]? {
    try fleet.readableLogBlocking(ledger)?.log.readBlocking { try $0.exportLine(at: position) }
  }

  private static func mapping<T: ~Copyable>(
    _ path: String, _ body: () throws(PlatformError) -> T
  ) throws(MissionError) -> T {
    do throws(PlatformError) {
      return try body()
    } catch {
      throw failure(error, path)
    }
  }

  private static func failure(_ error: PlatformError, _ path: String) -> MissionError {
    if error.isNoSpace {
      return MissionError(
        .payloadTooLarge, "\(path) has a longer line than any line of an export: \(error)")
    }
    return MissionError(
      error.isMissing ? .notFound : .ledgerCorrupt, "\(path) can't be read: \(error)")
  }
}
