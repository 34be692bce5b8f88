import EventLog
import EventProjections
import MissionModel

/// The audits of all sources over one reading of the runtime ledger, and a second one if anything
/// was passed twice.
struct BridgeAuditor: Sendable {
  private let upcasting: Upcasting
  private var audits: [String: BridgeAudit] = [:]
  private var eyes: [String: SourceEye] = [:]
  private var unread: [String: MissionError] = [:]
  private var halted: [String: MissionError] = [:]

  init(upcasting: Upcasting) {
    self.upcasting = upcasting
  }

  /// Adds a source that the home has.
  mutating func add(_ ledger: LaneLedger) {
    let name = ledger.lane.name
    audits[name] = BridgeAudit(ledger: name)
    do {
      guard let log = try ledger.reader()?.log else { return }
      // A file that opens may still have lost its end.
      _ = try log.readBlocking { $0.head }
      eyes[name] = SourceEye(log, upcasting)
    } catch {
      ledger.letGo(after: error)
      unread[name] = MissionError(error, ledger: name)
    }
  }

  /// A warning for each source that can't be read, or is not the ledger that the bridge has read.
  var warnings: [Warning] {
    unread.sorted { $0.key < $1.key }.map { .leftOut($0.key, $0.value) }
      + halted.sorted { $0.key < $1.key }.map {
        .halted($0.key, $0.value, as: .ledgerUnavailable)
      }
  }

  /// The audits by ledger, with the part of each that wasn't compared with the source.
  var results: [BridgeAuditResult.Source] {
    audits.values.sorted { $0.ledger < $1.ledger }.map { audit in
      let other = "items of a history that the ledger doesn't hold"
      return BridgeAuditResult.Source(
        audit: audit,
        notChecked: unread[audit.ledger]
          .map { "what the ledger holds: \($0.message(within: audit.ledger))" }
          ?? (eyes[audit.ledger]?.hasOtherHistory == true ? other : nil))
    }
  }

  /// Reads the runtime ledger.
  mutating func follow(_ runtime: LogReader) throws {
    try runtime.forEach { event in
      guard let change = try? RuntimeEvent.known(event, upcasting), let source = change.source
      else {
        return true
      }
      take(change, event, source)
      return true
    }
    try findDuplicates(runtime)
    for (source, audit) in audits {
      var judged = audit
      let refusal = look(at: source) { eye in
        try judged.judgeGaps { try eye.missing(in: $0) }
        return try eye.refusal(of: judged.cursor)
      }
      audits[source] = judged
      halted[source] = refusal ?? nil
    }
  }

  private mutating func take(_ change: RuntimeEvent, _ event: RecordedEvent, _ source: String) {
    let skipped = audits[source, default: BridgeAudit(ledger: source)].take(change, event)
    if let skipped, let mark = change.mark {
      let wanted = look(at: source) { try $0.wanted(in: skipped, upTo: mark) }
      for position in wanted ?? [] {
        audits[source]?.addWronglySkipped(position, shownBy: event.id)
      }
    }
    if case .delivered(let item) = change { _ = look(at: source) { try $0.check(item) } }
  }

  /// Looks at a source; nil if it can't be read.
  ///
  /// A failure leaves out this source from then on, and no other.
  private mutating func look<Found>(
    at source: String, _ body: (inout SourceEye) throws -> Found
  ) -> Found? {
    // The eye is taken out, so that a look doesn't copy its state.
    guard var eye = eyes.removeValue(forKey: source) else { return nil }
    do {
      let found = try body(&eye)
      eyes[source] = eye
      return found
    } catch {
      unread[source] = MissionError(error, ledger: source)
      return nil
    }
  }

  private mutating func findDuplicates(_ runtime: LogReader) throws {
    let repeatable = audits.compactMapValues(\.repeatable)
    guard !repeatable.isEmpty else { return }
    var seen: Set<DeliveryKey> = []
    try runtime.forEach { event in
      guard case .delivered(let item) = try? RuntimeEvent.known(event, upcasting) else {
        return true
      }
      let source = item.source.event
      guard let last = repeatable[source.ledger], source.position <= last else { return true }
      if !seen.insert(DeliveryKey(item.source)).inserted {
        audits[source.ledger]?.addDuplicate(
          source.position, isRedelivery: item.isRedelivery, shownBy: event.id)
      }
      return true
    }
  }
}

extension RuntimeEvent {
  /// The last event of its source that it reports as passed.
  fileprivate var mark: SourceMark? {
    switch self {
    case .delivered(let item): item.source
    case .advanced(let run): run.source
    case .cursorMoved, .acknowledged, .unknown: nil
    }
  }
}
