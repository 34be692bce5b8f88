import EventLog
import EventProjections
import MissionControl
import MissionModel

/// Questions to a large fleet, each timed by itself: lists, the dashboard's snapshot, lists as of
/// past moments.
///
/// They are asked of what `projected` wrote.
extension FleetCases {
  /// Pages of 50 missions: the newest, further ones, one VP's, those that have ended in one way.
  func lists(_ count: Int) async throws -> Figure {
    let fleet = largeFleet()
    defer { fleet.close() }
    var requests = [ListRequest(), ListRequest(), ListRequest(), ListRequest(), ListRequest()]
    requests[1].filter.vp = try Names.vp
    requests[2].filter.statuses = [.completed]
    requests[3].filter.order = .oldest
    requests[4].filter.statuses = [.running, .queued]
    for place in requests.indices { requests[place].limit = 50 }
    return try await Figure.timingEach(count) { number in
      let place = number % requests.count
      let page = try await fleet.list(requests[place])
      if place < 3, page.missions.isEmpty { throw BenchmarkError("a list is empty") }
      requests[place].cursor = page.nextCursor
    }
  }

  /// What a dashboard shows at one glance.
  func dashboard(_ count: Int) async throws -> Figure {
    let fleet = largeFleet()
    defer { fleet.close() }
    return try await Figure.timingEach(count) { _ in
      let status = try await fleet.status()
      if status.vps.isEmpty { throw BenchmarkError("there is no VP") }
    }
  }

  /// Pages of 50 missions as of positions all over the log, each from opening the ledger on.
  func pastLists(_ count: Int) async throws -> Figure {
    let fleet = largeFleet()
    defer { fleet.close() }
    let head = try await fleet.log("vp").log.read { Int($0.head) }
    var request = ListRequest()
    request.limit = 50
    let page = request
    return try await Figure.timingEach(count) { number in
      let position = Int64(head / 20 + (number &* 2_654_435_761) % (head - head / 20))
      let past = try await fleet.asOf(.places(LedgerCursor(["vp": position])))
      defer { past.close() }
      let list = try await past.list(page)
      if list.missions.count < 50 { throw BenchmarkError("a list as of \(position) is short") }
    }
  }

  /// The fleet whose one ledger `LogCases.appendProjected` has filled.
  private func largeFleet() -> Fleet {
    var configuration = Configuration()
    configuration.lanes = configuration.lanes.map { lane in
      var lane = lane
      if lane.name == "vp" { lane.ledger = LogCases.projectedName }
      return lane
    }
    return Fleet(home: Home(path: folder, origin: "benchmark"), configuration: configuration)
  }
}
