package import EventLog
import EventProjections
package import MissionControl
import MissionModel

/// Verification and roots over a fleet's ledgers, each on its own: a broken one stops no other.
package struct FleetProof: Sendable {
  private let fleet: Fleet

  /// Makes the proof of a fleet.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// Recomputes what every ledger promises.
  ///
  /// - Parameters:
  ///   - ledger: the one ledger to look at; nil for all.
  ///   - isFull: whether to check also SQLite's own pages and indexes, and the values kept for past
  ///     moments.
  ///   - kept: roots that were kept elsewhere; every log must extend them, and those of a backup's
  ///     manifest.
  /// - Returns: a verdict on each ledger, by name, and warnings for those that couldn't be read.
  /// - Throws: with a ledger named, the error that keeps it from being read; `ledger_corrupt` for
  ///   an unreadable manifest of a backup.
  package func verify(
    ledger: String? = nil, isFull: Bool, against kept: KeptRoots? = nil
  ) async throws -> (ledgers: [LedgerVerdict], warnings: [Warning]) {
    let leftOut = kept?.warning
    let manifest = try manifest()
    let kept = (kept?.roots ?? []) + (manifest.map { KeptRoots($0).roots } ?? [])
    var marks = await BridgeMarks(of: fleet)
    var (verdicts, warnings) = try await fleet.askLogs(
      ledger, checkingEnds: false, choosing: Self.runtimeFirst
    ) { log in
      let roots = kept.filter { $0.ledger == log.log.name }
      var verification = LedgerVerification(
        of: log, isFull: isFull, against: roots, ofAll: leftOut == nil, and: marks)
      let verdict: LedgerVerdict
      do {
        verdict = try await verification.run()
      } catch {
        // An unexpected error is this ledger's verdict; the others are verified all the same.
        guard MissionError(leaving: error)?.isOfLedger != true, !(error is CancellationError)
        else { throw error }
        verdict = .failed(log.log.name, MissionError(whatever: error).message)
      }
      if log.log.name == LaneSettings.runtimeName, verdict.firstBreak != nil {
        marks = BridgeMarks(lacking: "the runtime ledger is broken")
      }
      return verdict
    }
    verdicts += warnings.compactMap(Self.unreadable)
    let unnamed = ledger == nil ? fleet.unnamedLedgers : []
    verdicts += unnamed.map { file in
      .unnamed(manifest?.ledgers.first { $0.file == file }?.ledger ?? file)
    }
    for name in Set(kept.map(\.ledger))
    where ledger == nil && !fleet.isCapsule && !verdicts.contains(where: { $0.ledger == name }) {
      // A home's list has no names: any of its files that no lane names may be this ledger's.
      let mayBeThere = manifest == nil && !unnamed.isEmpty
      verdicts.append(mayBeThere ? .unnamed(name) : .missing(name))
    }
    return (
      verdicts.sorted { $0.ledger < $1.ledger }, warnings + [leftOut].compactMap(\.self)
    )
  }

  /// The runtime ledger before the others: its word on them counts only if it is whole itself.
  private static func runtimeFirst(_ logs: [ProjectedLog]) -> [ProjectedLog] {
    logs.filter { $0.log.name == LaneSettings.runtimeName }
      + logs.filter { $0.log.name != LaneSettings.runtimeName }
  }

  /// The manifest of a backup; nil in a home.
  private func manifest() throws(MissionError) -> BackupManifest? {
    guard fleet.home.isBackup else { return nil }
    do throws(MissionError) {
      return try BackupManifest(of: fleet.home.path)
    } catch {
      throw MissionError(.ledgerCorrupt, error.message)
    }
  }

  /// The verdict on a ledger that couldn't even be opened.
  private static func unreadable(_ warning: Warning) -> LedgerVerdict? {
    warning.ledger.map { ledger in
      // These say nothing of what the ledger holds.
      switch warning.error?.code {
      case .vpDBLocked, .ledgerFull, .ledgerReadOnly, .unavailable, .schemaTooNew,
        .unsupportedFilesystem:
        .unread(ledger)
      default: .failed(ledger, warning.error?.message(within: ledger) ?? warning.message)
      }
    }
  }

  /// The roots of every ledger, or of one, at its head or at a position.
  package func roots(
    ledger: String? = nil, at position: Int64? = nil
  ) async throws -> (roots: [LogRoot], warnings: [Warning]) {
    let (roots, warnings) = try await fleet.askLogs(ledger) { log in
      try await log.log.root(at: position)
    }
    return (roots, warnings)
  }
}
