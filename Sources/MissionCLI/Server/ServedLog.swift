import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay
import Platform

extension LogCommand: ServedCommand {
  /// How many events are asked for at a time.
  private static let pageSize = 500

  func run(_ server: ServerSession) async throws -> Exit {
    let query = try await query(server)
    let printer = EventPrinter(invocation: server.invocation)
    var left = limit ?? .max
    var place = after
    func print(_ events: [RecordedEvent]) throws {
      for event in events.prefix(left) { try printer.print(event) }
      try server.invocation.console.out.flush()
      left -= events.prefix(left).count
      if let last = events.last { place = last.id.description }
    }
    if let tail {
      try print(try await newest(tail, query, server))
    } else {
      var (isMore, isFirst) = (true, true)
      while left > 0, isMore {
        let count = ("limit", "\(min(left, Self.pageSize))")
        let answer = try await server.get(
          "events", items: query + [("after", place), ("before", before), count])
        if isFirst { server.invocation.warn(of: answer) }
        isFirst = false
        try print(try answer.events())
        isMore = answer.object["next_after"] != nil
      }
    }
    guard follow, left > 0 else { return .success }
    return try await follow(query, from: place, left, printer, server)
  }

  /// Prints events as they come until there were enough; a server that has gone is asked again, from the place
  /// that was reached.
  private func follow(
    _ query: [(String, String?)], from start: String?, _ count: Int, _ printer: EventPrinter,
    _ server: ServerSession
  ) async throws -> Exit {
    var place = start
    var left = count
    // Nothing has matched so far: what has come since is looked for from the beginning.
    let isAll = place == nil && since == nil && tail != 0
    while true {
      do {
        let items = query + [("after", place), ("since", isAll ? Instant.epoch.description : nil)]
        for try await event in server.events("events", items) {
          place = event.id ?? place
          guard !event.data.isEmpty else { continue }
          try printer.print(try ServedAnswer.event(event.data))
          try server.invocation.console.out.flush()
          left -= 1
          if left == 0 { return .success }
        }
        try await server.invocation.pause("the server has ended the stream; asking it again")
      } catch let error as MissionError where error.retryable {
        try await server.invocation.pause(after: error)
      }
    }
  }

  /// The last so many events that match, oldest first, asked for from the end on.
  private func newest(
    _ count: Int, _ query: [(String, String?)], _ server: ServerSession
  ) async throws -> [RecordedEvent] {
    var newest: [RecordedEvent] = []
    var end = before
    if count == 0 {
      // None is wanted, but what is to follow may lack a ledger.
      server.invocation.warn(of: try await server.get("events", items: query + [("tail", "1")]))
    }
    while newest.count < count {
      let wanted = min(count - newest.count, Self.pageSize)
      let answer = try await server.get(
        "events", items: query + [("after", after), ("before", end), ("tail", "\(wanted)")])
      if newest.isEmpty { server.invocation.warn(of: answer) }
      let page = try answer.events()
      newest = page + newest
      guard page.count == wanted, let first = page.first else { break }
      end = first.id.description
    }
    return newest
  }

  private func query(_ server: ServerSession) async throws -> [(String, String?)] {
    var id: String?
    if let mission { id = try await server.missionID(mission) }
    return [
      ("mission_id", id), ("session_id", session), ("ledger", ledger),
      ("since", since?.past(server.invocation.time).description),
      ("until", until?.past(server.invocation.time).description),
    ] + type.map { ("type", $0) }
  }
}
