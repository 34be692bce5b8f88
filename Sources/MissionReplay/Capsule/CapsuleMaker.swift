import EventLog
import EventProjections
package import MissionControl
package import MissionModel
import Platform

/// A maker of capsules: missions with what explains them, which is their chains, the sessions of
/// their workers, their VPs' pauses, their deliveries to feeds, and the proof of each event.
///
/// Facts of other missions stay behind: why a queued one waits, and how a worker fared otherwise.
package struct CapsuleMaker: Sendable {
  private let fleet: Fleet

  /// Makes a maker over a fleet, whose ledgers are read as of now.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// The wanted events of one ledger.
  private struct Choice {
    /// The streams that are taken whole.
    var streams: Set<StreamName> = []
    /// The feeds of which only items about the missions are taken.
    var feeds: Set<StreamName> = []
  }

  /// Makes a capsule's bytes.
  ///
  /// - Throws: `not_found` for an unknown mission, and the error of a ledger that is needed.
  package func make(_ ids: [MissionID]) async throws -> [UInt8] {
    guard !fleet.isCapsule else {
      throw MissionError.validation(
        "a capsule is made from a home, but this is a capsule, which proves no more than it holds",
        field: "home")
    }
    let then = try await fleet.asOf(.time(fleet.now))
    defer { then.close() }
    let missions = try await relatives(of: ids, in: then)
    let choices = choices(of: missions)
    var ledgers: [CapsuleHeader.Ledger] = []
    var lines: [[UInt8]] = []
    for (name, choice) in choices.sorted(by: { $0.key < $1.key }) {
      let known = Set(missions.map(\.state.facts.missionID))
      guard let log = try await then.logs().logs.first(where: { $0.log.name == name }) else {
        continue
      }
      let (root, found) = try await log.log.read { reader in
        let positions = try Self.positions(of: choice, about: known, reader)
        let proofs = try reader.inclusionProofs(of: positions)
        let lines = try proofs.map { proof in
          CapsuleLine.event(try reader.exportLine(at: proof.position) ?? [], proof)
        }
        return (try reader.root(), lines)
      }
      lines += found
      ledgers.append(
        CapsuleHeader.Ledger(
          name: name, lineage: log.log.lineage, size: root.size, root: root.hex,
          events: Int64(found.count)))
    }
    let header = CapsuleHeader(
      moment: then.now, missions: ids.map(\.rawValue), ledgers: ledgers,
      vps: Set(missions.map(\.state.facts.vpID.rawValue)), configuration: fleet.configuration)
    return Self.file([header.line] + lines)
  }

  /// Joins lines, and ends them with their digest.
  private static func file(_ lines: [[UInt8]]) -> [UInt8] {
    var bytes = Array(lines.joined(separator: [0x0A]))
    bytes.append(0x0A)
    return bytes + CapsuleLine.end(Digest(of: bytes.span)) + [0x0A]
  }

  // MARK: What belongs together

  /// The missions and all of their chains.
  private func relatives(of ids: [MissionID], in fleet: Fleet) async throws -> [MissionView] {
    var found: [MissionID: MissionView] = [:]
    for id in ids {
      guard found[id] == nil else { continue }
      let mission = try await fleet.get(id, GetRequest()).mission
      found[id] = mission
      var request = ListRequest()
      request.filter.chainID = mission.state.facts.chainID
      request.limit = 500
      let chain = try await fleet.list(request)
      for relative in chain.missions {
        found[relative.state.facts.missionID] = relative
      }
      // An unreadable ledger is needed only if a chain ends where that ledger could continue it.
      if let error = chain.warnings.firstLedgerError,
        !([mission] + chain.missions).allSatisfy({ $0.isAmongRelatives(in: found) })
      {
        throw error
      }
    }
    return Array(found.values)
  }

  private func choices(of missions: [MissionView]) -> [String: Choice] {
    var choices: [String: Choice] = [:]
    for mission in missions {
      let facts = mission.state.facts
      var choice = choices[mission.lane] ?? Choice()
      choice.streams.insert(facts.missionID.stream)
      choice.streams.insert(facts.vpID.queueStream)
      for token in mission.state.tokens {
        choice.streams.insert(SessionID(vp: facts.vpID, worker: token.token.worker).stream)
      }
      choices[mission.lane] = choice
      if let session = facts.sourceSessionID {
        choices[LaneSettings.runtimeName, default: Choice()].feeds
          .insert(RuntimeStreams.feed(session))
      }
    }
    return choices
  }

  private static func positions(
    of choice: Choice, about missions: Set<MissionID>, _ reader: LogReader
  ) throws -> [Int64] {
    var positions: [Int64] = []
    for stream in choice.streams {
      positions += try reader.events(of: stream).map(\.position)
    }
    for feed in choice.feeds {
      var version: Int64 = 0
      while true {
        let page = try reader.events(of: feed, afterVersion: version, limit: 500)
        guard let last = page.last else { break }
        positions += page.filter { Self.tells($0, of: missions) }.map(\.position)
        version = last.version
      }
    }
    return positions.sorted()
  }

  /// Whether an event of a feed is an item about one of the missions.
  private static func tells(_ event: RecordedEvent, of missions: Set<MissionID>) -> Bool {
    let content = try? RuntimeEvent(
      type: event.type, schema: event.schema, payload: event.payload)
    guard case .delivered(let item) = content else { return false }
    return missions.contains(item.missionID)
  }
}

extension MissionView {
  /// Whether the mission that it retries, and the one that retries it, are among those found.
  fileprivate func isAmongRelatives(in found: [MissionID: MissionView]) -> Bool {
    [state.facts.retryOf, state.retried?.newMissionID].allSatisfy { id in
      id.map { found[$0] != nil } ?? true
    }
  }
}
