import EventLog
import MissionControl
import MissionModel
import Platform

/// What `doctor` says of one ledger's file: whether it can be read, who else may read it, and who
/// holds its lock.
struct LedgerExamination: Sendable {
  let status: LedgerStatus
  /// Whether its log can be read, so that its projections are examined too.
  let isOpen: Bool

  /// What was found.
  var checks: [DoctorAnswer.Check] {
    [health, lead, mode, holder].compactMap { $0 }
  }

  /// What to do about a ledger's error; nil where its message says so itself.
  static func remedy(for error: MissionError) -> String? {
    switch error.code {
    case .ledgerReadOnly, .schemaTooNew, .unsupportedFilesystem: nil
    case .notALedger: "put the ledger back in its place, from a backup if need be"
    default: "missionlog verify --full"
    }
  }

  private var name: String { "ledger \(status.ledger)" }

  private var health: DoctorAnswer.Check? {
    if let error = status.error {
      // The check of its projections tells of outdated and newer rows.
      if isOpen, [.projectionOutdated, .schemaTooNew].contains(error.code) { return nil }
      return .init(
        name, .bad, error.message(within: status.ledger), remedy: Self.remedy(for: error))
    }
    guard status.parkedEvents == 0 else {
      return .init(
        name, .bad, "projections left out \(status.parkedEvents) of its events",
        remedy: "missionlog projections")
    }
    return .init(name, .good, "head \(status.head ?? 0), \(status.path)")
  }

  private var lead: DoctorAnswer.Check? {
    status.lead.map { lead in
      .init(
        name, .warning, lead.notice,
        remedy:
          "correct this clock if it is behind; meanwhile serve, workers and missionlog reconcile "
          + "--observe SECONDS end silent missions")
    }
  }

  private var mode: DoctorAnswer.Check? {
    guard let info = try? FileSystem.info(status.path, followingLinks: true), !info.isPrivate else {
      return nil
    }
    return .init(
      name, .warning, "its file is open to other users", remedy: "chmod 600 \(status.path)")
  }

  private var holder: DoctorAnswer.Check? {
    let ledger = (try? FileSystem.realPath(status.path)) ?? status.path
    let path = SideFile.lock.path(of: ledger)
    if let info = try? FileSystem.info(path), info.kind != .file {
      return .init(
        name, .bad, "\(path) should be its lock file, but is not: nothing can be written",
        remedy: "move \(path) away; the next writer makes the file")
    }
    guard let holder = SideLock.holder(path: path) else { return nil }
    return .init(
      name, .good, "\(ProcessTable.words(for: holder.pid)) is writing to it just now")
  }
}

extension FileInfo {
  /// Whether only the owner may read or write it.
  var isPrivate: Bool { mode & 0o077 == 0 }
}
