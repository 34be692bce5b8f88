import CanonicalJSON
import EventLog
import EventProjections
package import MissionControl
import MissionModel
import MissionReplay
import Platform

/// What a golden home's readers answer, as lines of JSON by the name of the file that keeps them.
///
/// Only what the contract fixes is asked for: a later build may say more, never otherwise.
package enum GoldenAnswers {
  /// Asks everything.
  package static func ask(_ fleet: Fleet) async throws -> [String: [String]] {
    var answers = [
      "missions.jsonl": try await missions(fleet), "sessions.jsonl": try await sessions(fleet),
      "vps.jsonl": try await vps(fleet), "feeds.jsonl": try await feeds(fleet),
      "unread.jsonl": [], "roots.jsonl": [], "projections.jsonl": [],
    ]
    for name in fleet.ledgerNames {
      let log = try await fleet.log(name)
      answers["unread.jsonl", default: []] += try await unread(log.log, fleet.upcasting)
      answers["projections.jsonl", default: []] += try await projections(log)
      answers["roots.jsonl", default: []].append(try await root(log.log))
      var lines: [String] = []
      try await LedgerExport(log.log).lines { line in
        lines.append(String(decoding: line, as: UTF8.self))
        return true
      }
      answers["\(name).export.jsonl"] = lines
    }
    return answers
  }

  /// Every mission's full object, with the spans of its timeline.
  private static func missions(_ fleet: Fleet) async throws -> [String] {
    var request = ListRequest()
    request.limit = 500
    request.filter.order = .oldest
    var lines: [String] = []
    for listed in try await fleet.list(request).missions {
      let id = listed.state.facts.missionID
      let timeline = try await Replay(fleet).timeline(of: id)
      lines.append(
        line { writer in
          writer.key("mission")
          timeline.mission.writeFull(into: &writer)
          writer.field("events", timeline.entries.map(\.type))
        })
    }
    return lines
  }

  private static func sessions(_ fleet: Fleet) async throws -> [String] {
    try await fleet.sessions().sessions.map { session in line { $0.field("session", session) } }
  }

  private static func vps(_ fleet: Fleet) async throws -> [String] {
    try await fleet.vps().vps.map { vp in
      line { $0.field("vp", vp) }
    }
  }

  private static func feeds(_ fleet: Fleet) async throws -> [String] {
    var lines: [String] = []
    for feed in try await fleet.feeds().map(\.session).sorted() {
      var request = FeedRequest(session: feed)
      request.after = 0
      request.limit = 500
      request.types = .all
      let page = try await fleet.readFeed(request)
      for item in page.items {
        lines.append(
          line { writer in
            writer.field("version", item.version)
            writer.field("delivered_at", item.deliveredAt.description)
            writer.field("item", item.item.payload)
          })
      }
      lines.append(
        line { writer in
          writer.field("feed", feed)
          writer.field("unread", page.unread)
          writer.field("acknowledged", page.acknowledged)
        })
    }
    return lines
  }

  private static func unread(_ log: EventLog, _ upcasting: Upcasting) async throws -> [String] {
    try await log.read { try $0.kinds() }.compactMap { UnreadKind($0, upcasting) }.map { unread in
      line { writer in
        writer.field("ledger", log.name)
        writer.field("type", unread.kind.type)
        writer.field("schema", unread.kind.schema)
        writer.field("reason", unread.reason.rawValue)
        writer.field("count", unread.kind.events)
      }
    }
  }

  private static func projections(_ log: ProjectedLog) async throws -> [String] {
    try await log.status().map { status in
      line { writer in
        writer.field("ledger", log.log.name)
        writer.field("name", status.name)
        writer.field("version", status.version)
        writer.field("rows", status.rows)
        writer.field("parked", status.parked.map(\.position))
        writer.field("digest", status.digest)
      }
    }
  }

  private static func root(_ log: EventLog) async throws -> String {
    let root = try await log.root()
    return line { writer in
      writer.field("ledger", root.ledger)
      writer.field("size", root.size)
      writer.field("root", root.hex)
    }
  }

  private static func line(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(order: .asWritten)
    writer.object(body)
    return String(decoding: writer.finish(), as: UTF8.self)
  }
}
