import MissionControl
import MissionModel

/// The bridges, one in each process that serves the fleet, and those who read the feeds.
extension World {
  /// How often a bridge looks, in microseconds; less often once nothing but rest is waited for.
  private var bridgeInterval: Int64 { isHealing ? 12_000_000 : 4_000_000 }

  /// Starts the bridges of processes that were started anew.
  func startBridges() { bridges = fleets.map(Bridge.init) }

  /// Has a bridge take its step: at once, or with a while between what it decides and what it
  /// appends.
  func carry(_ server: Int, round: Int) async throws {
    send(.carry(server: server, round: round + 1), in: bridgeInterval)
    var chance = Chance(plan.seed, 5, server, round)
    do {
      if !isHealing, chance.happens(35) {
        for source in bridges[server].sourceNames {
          guard let batch = try bridges[server].read(source), !batch.plan.changes.isEmpty else {
            continue
          }
          note("bridge \(server) has read \(source)")
          send(.commit(server: server, opened: opened, batch), in: chance.time(0.01...9))
        }
        return
      }
      let step = try bridges[server].step()
      try await observe(Names.runtime)
      for source in step.sources {
        guard let error = source.error else { continue }
        note("bridge \(server) stops at \(source.ledger): \(error.code)")
        if error.code == .versionConflict { standBefore(source.ledger) }
      }
    } catch {
      try await stumble(server, error)
    }
  }

  /// Has a bridge append what it decided a while ago.
  func commit(_ batch: BridgeBatch, by server: Int, opened generation: Int) async throws {
    guard generation == opened else { return }
    do {
      if try !bridges[server].commit(batch) { reached.insert(.bridgeOvertaken) }
      note("bridge \(server) commits \(batch.ledger)")
      try await observe(Names.runtime)
    } catch {
      try await stumble(server, error)
    }
  }

  private func stumble(_ server: Int, _ error: any Error) async throws {
    if let error = error as? Violation { throw error }
    try await observe(Names.runtime)
    if let error = MissionError(leaving: error) { return note("bridge \(server): \(error.code)") }
    note("bridge \(server) can't write")
  }

  /// A bridge has found a source that is not the one it read: an operator sets its cursor a while
  /// later.
  private func standBefore(_ source: String) {
    reached.insert(.sourceStopped)
    guard cursorsToSet.insert(source).inserted else { return }
    send(.setCursor(source), in: 25 * Self.second)
  }

  /// Sets a source's cursor, as often as it takes.
  func setCursor(_ source: String) async throws {
    var chance = Chance(plan.seed, 6, Int(machine.elapsed % 1_000_003))
    let target = chance.pick([CursorTarget.zero, .latest, .position(Int64(chance.number(0...40)))])
    note("the cursor of \(source) is set to \(target)")
    do {
      _ = try await call(from: 0, touching: [Names.runtime]) {
        try await $0.moveCursor(to: target, of: source, .person("operator", host: "here"))
      }
      cursorsToSet.remove(source)
    } catch let error as MissionError {
      note("  \(error.code)")
      send(.setCursor(source), in: 5 * Self.second)
    }
  }

  /// Reads what is new in a feed, and mostly acknowledges it: the next reading goes on from there.
  func readFeed(_ session: Int) async throws {
    var request = FeedRequest(session: "session-\(session)")
    request.types = .all
    request.limit = 7
    let page = try await call(from: session, touching: []) { try await $0.readFeed(request) }
    let feed = feedJudge.feeds[request.session] ?? FeedJudge.Feed()
    let unread = feed.versions.filter { $0 > feed.acknowledged }
    guard page.items.map(\.version) == Array(unread.prefix(7)), page.unread == unread.count else {
      throw Violation(
        "A feed's reader gets every item once, in order",
        "\(page.items.map(\.version)) of \(request.session) after \(feed.acknowledged)")
    }
    var chance = Chance(plan.seed, 7, Int(machine.elapsed % 1_000_003))
    guard let last = page.items.last, chance.happens(70) else { return }
    _ = try await call(from: session, touching: [Names.runtime]) {
      try await $0.acknowledgeFeed(
        request.session, upTo: last.version, .orchestrator(session: request.session))
    }
    reached.insert(.feedAcknowledged)
  }
}
