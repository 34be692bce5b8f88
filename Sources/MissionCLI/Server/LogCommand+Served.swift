import EventLog
import MissionClient
import MissionControl
import MissionModel
import MissionReplay
import Platform

extension LogCommand: ServedCommand {
  /// How many events are asked for at a time.
  private static let pageSize = 500

  func run(_ server: ServerSession) async throws -> Exit {
    let query = try await query(server)
    let printer = EventPrinter(invocation: server.invocation, follows: follow)
    var left = limit ?? .max
    var place = after
    // A server answers a mere `before` with the newest events; here it means from the beginning.
    if after == nil, before != nil, tail == nil { place = try await beginning(query, server) }
    func print(_ events: [RecordedEvent], upTo end: LedgerCursor) throws {
      var reached = end.rewound(over: events)
      for event in events.prefix(left) {
        reached.advance(event.ledger, to: event.position)
        try printer.print(event, at: reached)
      }
      try server.invocation.console.out.flush()
      left -= events.prefix(left).count
      place = end.description
    }
    if let tail {
      let (events, end) = try await newest(tail, query, server)
      try print(events, upTo: end)
    } else {
      var (isMore, isFirst) = (true, true)
      while left > 0, isMore {
        let count = ("limit", "\(min(left, Self.pageSize))")
        let answer = try await server.get(
          "events", query + [("after", place), ("before", before), count])
        if isFirst { server.invocation.warn(of: answer) }
        isFirst = false
        try print(try answer.events(), upTo: try answer.place())
        isMore = answer.object["next_after"] != nil
      }
    }
    if let session = session.flatMap({ SessionID($0) }), !printer.hasPrinted, !follow {
      _ = try await server.get(ServerPath.session(session) + "/why")
    }
    guard follow, left > 0 else { return .success }
    return try await follow(query, from: place, left, printer, server)
  }

  /// Prints events as they come until there are enough; a server that has gone is asked again, from
  /// the place that was reached.
  private func follow(
    _ query: [(String, String?)], from start: String?, _ count: Int, _ printer: EventPrinter,
    _ server: ServerSession
  ) async throws -> Exit {
    var place = start
    var left = count
    while true {
      do {
        for try await event in server.events("events", query + [("after", place)]) {
          place = event.id ?? place
          guard !event.data.isEmpty, let place else { continue }
          try printer.print(
            try ServedAnswer.event(event.data), at: try ServedAnswer.place(place, "id"))
          try server.invocation.console.out.flush()
          left -= 1
          if left == 0 { return .success }
        }
        try await server.invocation.pause("the server ended the stream; asking again")
      } catch let error as MissionError where error.retryable {
        try await server.invocation.pause(after: error)
      }
    }
  }

  /// The place before all events of the wanted ledgers.
  private func beginning(
    _ query: [(String, String?)], _ server: ServerSession
  ) async throws -> String {
    let end = try await server.get("events", query + [("limit", "1")]).place()
    return LedgerCursor(end.positions.mapValues { _ in 0 }).description
  }

  /// The last `count` events that match, oldest first, read from the end backwards, and the place
  /// after them.
  private func newest(
    _ count: Int, _ query: [(String, String?)], _ server: ServerSession
  ) async throws -> (events: [RecordedEvent], place: LedgerCursor) {
    var newest: [RecordedEvent] = []
    var place: LedgerCursor?
    var end = before
    while true {
      // Even for no events the server is asked, for the place to go on from and the warnings.
      let wanted = min(count - newest.count, Self.pageSize)
      let answer = try await server.get(
        "events", query + [("after", after), ("before", end), ("tail", "\(max(wanted, 1))")])
      if place == nil { server.invocation.warn(of: answer) }
      let reached = try place ?? answer.place()
      let page = try answer.events().suffix(wanted)
      newest = page + newest
      end = try answer.object.optionalText("next_before")
      guard newest.count < count, page.count == wanted, end != nil else {
        return (newest, reached)
      }
      place = reached
    }
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
