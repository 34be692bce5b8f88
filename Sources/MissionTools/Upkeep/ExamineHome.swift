import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import Platform

/// `doctor`: checks everything that has to be in order, and says what to do where it isn't.
package struct ExamineHome: Sendable {
  /// The first SQLite without the known fault of checkpoints beside a writer.
  private static let soundSQLite = 3_051_003

  package init() {}

  /// Looks at the home, its configuration, its ledgers and its disk; a thing that fails stops no
  /// other check.
  ///
  /// - Throws: `not_found` where there is no home to look at.
  package func answer(_ context: ToolContext) async throws -> DoctorAnswer {
    let fleet = context.fleet
    let statuses = try await fleet.ledgerStatuses()
    let logs = try await fleet.logs().logs
    let open = Set(logs.map(\.log.name))
    var checks =
      fleet.isCapsule
      ? [capsule(fleet, logs)]
      : [home(fleet)] + configuration(fleet) + environment(fleet) + work(fleet)
        + [disk(fleet), library, durability(fleet)]
        + statuses.flatMap {
          LedgerExamination(status: $0, isOpen: open.contains($0.ledger)).checks
        } + unnamed(fleet)
    for log in logs {
      checks.append(await projections(of: log))
      checks += await guards(of: log) + root(of: log)
      checks += await schema(of: log)
      checks += await unread(in: log, fleet.upcasting)
    }
    if !fleet.isCapsule { checks += await Self.stranded(fleet) + Self.bridge(fleet) }
    return DoctorAnswer(checks: checks)
  }

  private func home(_ fleet: Fleet) -> DoctorAnswer.Check {
    let path = fleet.home.path
    if let network = try? FileSystem.networkFileSystem(at: path) {
      return .init(
        "home", .bad,
        "\(path) lies on a network file system (\(network)), whose locks can't be trusted",
        remedy: "put the home on a local disk")
    }
    guard FileSystem.isWritable(path) else {
      return .init(
        "home", .warning, "\(path) can't be written: reading works, nothing else does",
        remedy: "let this user write to it, or choose another home with --home")
    }
    guard let info = try? FileSystem.info(path, followingLinks: true), info.isPrivate else {
      return .init(
        "home", .warning, "\(path) is open to other users", remedy: "chmod 700 \(path)")
    }
    return .init("home", .good, "\(path) (from \(fleet.home.origin)), closed to others")
  }

  /// A capsule was verified when it was opened, and has neither settings nor ledgers of its own.
  private func capsule(_ fleet: Fleet, _ logs: [ProjectedLog]) -> DoctorAnswer.Check {
    .init(
      "capsule", .good,
      "\(fleet.home.path): verified, as of \(fleet.now), holds a part of "
        + logs.map(\.log.name).joined(separator: ", "))
  }

  private func configuration(_ fleet: Fleet) -> [DoctorAnswer.Check] {
    let problems = fleet.configuration.problems
    guard !problems.isEmpty else { return [.init("configuration", .good, fleet.home.configPath)] }
    return problems.enumerated().map { index, problem in
      .init(
        "configuration", .bad, problem.description,
        remedy: index == problems.count - 1
          ? "fix \(fleet.home.configPath): nothing is written until then" : nil)
    }
  }

  /// Warns of variables that nothing reads.
  private func environment(_ fleet: Fleet) -> [DoctorAnswer.Check] {
    fleet.configuration.unknownVariables.map { variable in
      .init(
        "environment", .warning, variable.description,
        remedy: "unset it, or name a key of config show: server.port is MISSIONLOG_SERVER_PORT")
    }
  }

  /// Reports ledgers that no lane names: nobody sees what they hold.
  private func unnamed(_ fleet: Fleet) -> [DoctorAnswer.Check] {
    fleet.unnamedLedgers.map { file in
      .init(
        "ledger \(file)", .bad, "this home has used it, but no lane in the configuration names it",
        remedy: "name it in lanes of \(fleet.home.configPath), or move the file away")
    }
  }

  private func disk(_ fleet: Fleet) -> DoctorAnswer.Check {
    guard let free = fleet.surroundings.freeBytes(fleet.home.path) else {
      return .init("disk", .warning, "the free space of \(fleet.home.path) can't be read")
    }
    let least = SettingValue.bytes(fleet.configuration.minFreeBytes)
    let found = "\(SettingValue.roughly(bytes: free)) are free, min_free_bytes is \(least)"
    return switch fleet.diskRoom.level {
    case .enough: .init("disk", .good, found)
    case .low:
      .init(
        "disk", .warning, found,
        remedy:
          "free disk space, for example with missionlog prune, which empties finished workspaces: "
          + "below min_free_bytes dispatches and claims are refused")
    case .full:
      .init(
        "disk", .bad, found,
        remedy:
          "free disk space, for example with missionlog prune, which empties finished workspaces: "
          + "until then dispatches and claims are refused")
    case .exhausted:
      .init(
        "disk", .bad, found,
        remedy:
          "free disk space, for example with missionlog prune, which empties finished workspaces: "
          + "the next writes may fail")
    }
  }

  private var library: DoctorAnswer.Check {
    let version = EngineVersion.text
    guard EngineVersion.number < Self.soundSQLite else {
      return .init("sqlite", .good, "SQLite \(version)")
    }
    return .init(
      "sqlite", .good,
      "SQLite \(version) can damage a ledger that another SQLite program checkpoints; missionlog's "
        + "own lock prevents that",
      remedy: "open live ledgers with missionlog sql alone, never with sqlite3")
  }

  private func durability(_ fleet: Fleet) -> DoctorAnswer.Check {
    fleet.configuration.durability == .relaxed
      ? .init(
        "durability", .warning, "relaxed: a power failure may lose the newest events",
        remedy: "durability: full in \(fleet.home.configPath)")
      : .init("durability", .good, "full: every acknowledged write is on the disk")
  }

  /// Warns of missions in a ledger where their VP's workers don't look any more.
  private static func stranded(_ fleet: Fleet) async -> [DoctorAnswer.Check] {
    let views = (try? await fleet.vps().vps) ?? []
    return views.compactMap { vp in
      let lane = fleet.configuration.lane(ofVP: vp.vpID)
      guard vp.lane != lane, vp.queued > 0 else { return nil }
      return .init(
        "queue \(vp.vpID)", .warning,
        "\(vp.queued) of its missions wait in ledger \(vp.lane), but its workers claim from \(lane)",
        remedy:
          "set its lane to \(vp.lane) until they are done, or cancel them and dispatch them again")
    }
  }

  private func projections(of log: ProjectedLog) async -> DoctorAnswer.Check {
    let name = "projections \(log.log.name)"
    do {
      let head = try await log.log.read { $0.head }
      let statuses = try await log.status()
      let newer = statuses.filter { ($0.storedVersion ?? 0) > $0.version }.map(\.name)
      guard newer.isEmpty else {
        return .init(
          name, .bad, "of a newer version than this program's: \(newer.joined(separator: ", "))",
          remedy: "use the newer missionlog; missionlog rebuild --downgrade "
            + newer.joined(separator: " ") + " takes them back to this version's")
      }
      let old = statuses.filter { $0.storedVersion != $0.version }.map(\.name)
      let parked = statuses.reduce(0) { $0 + $1.parked.count }
      guard old.isEmpty else {
        return .init(
          name, .bad, "not of this program's version: \(old.joined(separator: ", "))",
          remedy: "missionlog rebuild " + old.joined(separator: " "))
      }
      let behind = statuses.filter { $0.position < head }
      guard behind.isEmpty else {
        return .init(
          name, .bad,
          "these end before the log, which goes to event \(head): "
            + behind.map { "\($0.name) at \($0.position)" }.joined(separator: ", "),
          remedy: "missionlog rebuild " + behind.map(\.name).joined(separator: " "))
      }
      try await log.readRows()
      return parked == 0
        ? .init(name, .good, "\(statuses.count) up to date")
        : .init(
          name, .warning, "\(parked) events could not be folded and were parked",
          remedy: "missionlog projections shows which")
    } catch {
      return .init(
        name, .bad, "they can't be read: \(MissionError(whatever: error).message)",
        remedy: "missionlog verify --full")
    }
  }

  /// Reports a ledger whose kept hashes lead to no root.
  private func root(of log: ProjectedLog) async -> [DoctorAnswer.Check] {
    do {
      _ = try await log.log.root()
      return []
    } catch {
      return [
        .init(
          "ledger \(log.log.name)", .bad,
          "its root can't be computed: \(MissionError(whatever: error).message)",
          remedy: "missionlog verify")
      ]
    }
  }

  /// Reports a ledger's file that lacks guards against changes.
  private func guards(of log: ProjectedLog) async -> [DoctorAnswer.Check] {
    let name = "ledger \(log.log.name)"
    do {
      let missing = try await log.log.read { try $0.missingGuards() }
      guard !missing.isEmpty else { return [] }
      return [
        .init(
          name, .bad,
          "its file lacks parts that keep it append-only: \(missing.joined(separator: ", "))",
          remedy:
            "missionlog verify shows whether anything was changed; missionlog compact restores them"
        )
      ]
    } catch {
      return [.init(name, .bad, "its file can't be read: \(error)", remedy: "missionlog verify")]
    }
  }

  /// Reports a ledger's file whose schema this program would not have made.
  private func schema(of log: ProjectedLog) async -> [DoctorAnswer.Check] {
    let name = "ledger \(log.log.name)"
    do {
      return try await log.schemaBreak().map { found in
        [
          .init(
            name, .bad, "its file's schema: \(found.message)",
            remedy: found.projection.map { "missionlog rebuild \($0)" } ?? SchemaBreak.remedy)
        ]
      } ?? []
    } catch {
      return [
        .init(name, .bad, "its file can't be read: \(error)", remedy: "missionlog verify --full")
      ]
    }
  }

  private func unread(in log: ProjectedLog, _ upcasting: Upcasting) async -> [DoctorAnswer.Check] {
    let name = "events \(log.log.name)"
    do {
      let unread = try await UnreadEvents.of(log, upcasting)
      guard !unread.isEmpty else { return [] }
      return [
        .init(
          name, .warning,
          "this version doesn't know these types or schemas: "
            + unread.map(\.words).joined(separator: ", "),
          remedy: "they are kept as they are; a newer missionlog reads them")
      ]
    } catch {
      return [.init(name, .bad, "they can't be read: \(error)", remedy: "missionlog verify")]
    }
  }
}
