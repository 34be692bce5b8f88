import EventLog
import EventProjections
import Foundation
import MissionModel
import MissionStore
import MissionTesting
import Platform
import Testing

@testable import MissionControl

/// A home whose missions answer into feeds, and what the feeds hold.
struct BridgeBench {
  static let session = "s1"

  let bench: Bench
  let bridge: Bridge

  init(_ yaml: String? = nil, clock: TestClock? = nil) throws {
    bench = try Bench(yaml, clock: clock)
    bridge = Bridge(bench.fleet)
  }

  /// Opens a home that other benches have used, as a new process would.
  init(_ home: TemporaryHome) throws {
    bench = Bench(home)
    bridge = Bridge(bench.fleet)
  }

  var fleet: Fleet { bench.fleet }

  /// Dispatches a mission that answers into a session's feed.
  @discardableResult
  func dispatch(
    _ objective: String = "work", to vp: VPID = .general, session: String? = session
  ) async throws -> MissionID {
    try await bench.dispatch(objective, to: vp) { $0.sourceSessionID = session }
  }

  /// Dispatches a mission, then claims and completes the one whose turn it is.
  @discardableResult
  func complete(_ vp: VPID = .general, session: String? = session) async throws -> MissionID {
    try await dispatch(to: vp, session: session)
    let view = try #require(try await bench.claim(vp))
    let id = view.id
    let token = FencingToken(worker: .first, attempt: view.state.attempt)
    try await bench.report(
      .completed(MissionOutcome(resultRef: "workspace:///w")), id, token)
    return id
  }

  /// Steps until nothing is left to carry.
  func carryAll(_ bridge: Bridge? = nil) async throws {
    let bridge = bridge ?? self.bridge
    try await fleet.pool.run { while try bridge.step().hasMore {} }
  }

  /// Every item of a feed, oldest first.
  func items(of session: String = session) async throws -> [FeedItem] {
    var request = FeedRequest(session: session)
    request.after = 0
    request.types = .all
    request.limit = .max
    return try await fleet.readFeed(request).items
  }

  /// The positions of a source's events that are in feeds, in the order of their delivery.
  func carried(from ledger: String) async throws -> [Int64] {
    try await delivered().filter { $0.source.event.ledger == ledger }.map(\.source.event.position)
  }

  /// Every item of every feed, in the order of their delivery.
  func delivered() async throws -> [BridgeDelivered] {
    try await fleet.log("runtime").read { reader in
      try reader.log.events().compactMap { event in
        guard case .delivered(let item) = try RuntimeEvent.known(event) else { return nil }
        return item
      }
    }
  }

  /// The positions that must be in feeds: every event of a mission with a session, heartbeats
  /// aside.
  func expected(from ledger: String) async throws -> [Int64] {
    guard let log = try? await fleet.log(ledger) else { return [] }
    return try await log.read { reader in
      var withSession: Set<String> = []
      return try reader.log.events().compactMap { event in
        guard event.type.hasPrefix("vp.mission.") else { return nil }
        if event.version == 1, try MissionDispatched(event)?.request.sourceSessionID != nil {
          withSession.insert(event.stream.string)
        }
        guard withSession.contains(event.stream.string), event.type != "vp.mission.heartbeat"
        else { return nil }
        return event.position
      }
    }
  }

  func cursor(_ ledger: String = "vp") async throws -> SourceCursor? {
    try await fleet.log("runtime").read { try $0.row(RuntimeProjections.cursors, ledger) }
  }
}

extension TemporaryHome {
  /// Takes a ledger's files away.
  func remove(_ ledger: String) throws {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: home.path + "/" + ledger + suffix)
    }
  }

  /// Puts a copy of a closed ledger's files in the place of another's.
  func copy(_ ledger: String, to other: String) throws {
    try remove(other)
    for suffix in ["", "-wal"] {
      let path = home.path + "/" + ledger + suffix
      guard FileManager.default.fileExists(atPath: path) else { continue }
      try FileManager.default.copyItem(atPath: path, toPath: home.path + "/" + other + suffix)
    }
  }

  /// Puts a text in the place of a ledger.
  func overwrite(_ ledger: String, with text: String) throws {
    try remove(ledger)
    try text.write(toFile: home.path + "/" + ledger, atomically: true, encoding: .utf8)
  }
}
