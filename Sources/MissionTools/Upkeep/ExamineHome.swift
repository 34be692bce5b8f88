import EventLog
import EventLogSQLite
import EventProjections
import MissionControl
import MissionModel
import Platform

/// `doctor`: looks at everything that has to be in order, and says what to do where it isn't.
package struct ExamineHome: Sendable {
  /// The first SQLite without the known fault of checkpoints beside a writer.
  private static let soundSQLite = 3_051_003

  /// Makes a call.
  package init() {}

  /// Looks at the home, its configuration, its ledgers and its disk; a thing that fails stops no other check.
  package func answer(_ context: ToolContext) async -> DoctorAnswer {
    let fleet = context.fleet
    var checks = [home(fleet), configuration(fleet), disk(fleet), library, durability(fleet)]
    checks += await ledgers(fleet)
    checks += await projections(fleet)
    return DoctorAnswer(checks: checks)
  }

  private func home(_ fleet: Fleet) -> DoctorAnswer.Check {
    let path = fleet.home.path
    guard (try? FileSystem.info(path, followingLinks: true)) != nil else {
      return .init(
        "home", .bad, "there is no home at \(path) (from \(fleet.home.origin))",
        remedy: "missionlog init makes one; --home names another")
    }
    if let network = try? FileSystem.networkFileSystem(at: path) {
      return .init(
        "home", .bad,
        "\(path) lies on a network file system (\(network)), whose locks can't be trusted",
        remedy: "put the home on a local disk")
    }
    guard FileSystem.isWritable(path) else {
      return .init(
        "home", .warning, "\(path) can't be written: reading works, nothing else does",
        remedy: "let this user write to it, or name another by --home")
    }
    return .init("home", .good, "\(path) (from \(fleet.home.origin))")
  }

  private func configuration(_ fleet: Fleet) -> DoctorAnswer.Check {
    let problems = fleet.configuration.problems
    guard !problems.isEmpty else {
      return .init("configuration", .good, fleet.home.configPath)
    }
    return .init(
      "configuration", .bad, problems.map(\.description).joined(separator: "; "),
      remedy: "mend \(fleet.home.configPath): nothing is written until it is")
  }

  private func disk(_ fleet: Fleet) -> DoctorAnswer.Check {
    guard let free = try? FileSystem.freeBytes(at: fleet.home.path) else {
      return .init("disk", .warning, "the free space of \(fleet.home.path) can't be read")
    }
    let least = fleet.configuration.minFreeBytes
    let found = "\(free >> 20) MiB are free, min_free_bytes is \(least >> 20) MiB"
    return free < least
      ? .init(
        "disk", .bad, found, remedy: "make room: dispatches and claims are refused until then")
      : .init("disk", .good, found)
  }

  private var library: DoctorAnswer.Check {
    let version = SQLiteLibrary.version
    guard SQLiteLibrary.versionNumber < Self.soundSQLite else {
      return .init("sqlite", .good, "SQLite \(version)")
    }
    return .init(
      "sqlite", .good,
      "SQLite \(version) can damage a ledger that another SQLite program checkpoints; missionlog's "
        + "own lock keeps it from that",
      remedy: "open live ledgers with missionlog sql alone, never with sqlite3")
  }

  private func durability(_ fleet: Fleet) -> DoctorAnswer.Check {
    fleet.configuration.durability == "relaxed"
      ? .init(
        "durability", .warning, "relaxed: a power failure may take the newest events",
        remedy: "durability: full in \(fleet.home.configPath)")
      : .init("durability", .good, "full: what is acknowledged is on the disk")
  }

  private func ledgers(_ fleet: Fleet) async -> [DoctorAnswer.Check] {
    guard let statuses = try? await fleet.ledgerStatuses() else { return [] }
    return statuses.map { status in
      let name = "ledger \(status.ledger)"
      if let error = status.error {
        return .init(name, .bad, error.message, remedy: "missionlog verify --full")
      }
      return .init(name, .good, "\(status.head ?? 0) events in \(status.path)")
    }
  }

  private func projections(_ fleet: Fleet) async -> [DoctorAnswer.Check] {
    guard let logs = try? await fleet.logs().logs else { return [] }
    var checks: [DoctorAnswer.Check] = []
    for log in logs { checks.append(await projections(of: log)) }
    return checks
  }

  private func projections(of log: ProjectedLog) async -> DoctorAnswer.Check {
    let name = "projections \(log.log.name)"
    do {
      let statuses = try await log.status()
      let old = statuses.filter { $0.storedVersion != $0.version }.map(\.name)
      let parked = statuses.reduce(0) { $0 + $1.parked.count }
      guard old.isEmpty else {
        return .init(
          name, .bad, "not of this program's version: \(old.joined(separator: ", "))",
          remedy: "missionlog rebuild " + old.joined(separator: " "))
      }
      return parked == 0
        ? .init(name, .good, "\(statuses.count) up to date")
        : .init(
          name, .warning, "\(parked) events could not be folded and were parked",
          remedy: "missionlog projections shows which")
    } catch {
      return .init(name, .bad, "they can't be read: \(error)", remedy: "missionlog verify --full")
    }
  }
}
