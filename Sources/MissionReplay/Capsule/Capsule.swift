package import EventLog
package import MissionControl
package import MissionModel
import Platform

/// Missions with all the events that explain them, taken out of their ledgers: one file that is
/// read and verified alone.
///
/// Its lines are JSON: a header, one event a line as in an export, with the proof (RFC 9162) that
/// it lies under its ledger's root, and the digest of it all. It is verified whole when it is
/// opened, before anything of it is shown.
package struct Capsule: Sendable {
  /// The capsule's first line.
  package let header: CapsuleHeader
  /// The verified events, by ledger.
  package let logs: [SealedLog]

  /// The most bytes of a capsule.
  package static let limit = 1 << 30

  /// Reads and verifies a capsule's bytes.
  ///
  /// - Throws: `not_a_ledger` for another file, `schema_too_new` for a capsule of a later form, and
  ///   `ledger_corrupt`, naming the event, for one in which anything was changed.
  package init(_ bytes: [UInt8]) throws(MissionError) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let first = lines.first, first.starts(with: Self.beginning) else {
      throw MissionError(.notALedger, "not a capsule")
    }
    let isWhole = lines.count >= 3 && lines.last?.isEmpty == true
    header = try CapsuleHeader(Array(first))
    guard isWhole else { throw Self.corrupt("it is cut off") }
    lines.removeLast()
    let end = lines.removeLast()
    let events = try CapsuleVerifier(header).events(lines.dropFirst())
    // By now only the header, or the bytes between lines, are unaccounted for.
    let body = bytes[..<(bytes.count - end.count - 1)]
    guard Array(end) == CapsuleLine.end(Digest(of: Array(body).span)) else {
      throw Self.corrupt("its first or its last line was changed")
    }
    var logs: [SealedLog] = []
    for ledger in header.ledgers {
      guard let root = LogRoot(ledger: ledger.name, size: ledger.size, hex: ledger.root) else {
        throw Self.corrupt("the root of \(ledger.name) is not a root")
      }
      logs.append(
        SealedLog(
          ledger: ledger.name, lineage: ledger.lineage, root: root,
          events: events[ledger.name] ?? []))
    }
    self.logs = logs
  }

  /// Whether a file begins as capsules do.
  package static func isCapsule(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.starts(with: beginning)
  }

  /// The omissions that no proof of a part can show: of a whole stream of a ledger, of a stream's
  /// last events, or of items of a feed.
  package var notChecked: [String] {
    logs.compactMap { log in
      log.root.leftOut(holding: Int64(log.events.count)).map { "\(log.ledger): \($0)" }
    }
  }

  /// The fleet in the capsule, as it stood when that was made.
  package func fleet(home: Home, _ surroundings: Surroundings) -> Fleet {
    Fleet(
      home: home, configuration: header.configuration, surroundings: surroundings,
      sealedAt: header.moment, logs)
  }

  private static let beginning = Array(#"{"missionlog_capsule":"#.utf8)

  /// The refusal of a capsule that was changed since it was made.
  static func corrupt(_ message: String) -> MissionError {
    MissionError(.ledgerCorrupt, "the capsule was changed after it was made: \(message)")
  }
}
