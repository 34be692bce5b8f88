import MissionModel
import MissionReplay

/// Feeds and their items as rows.
enum FeedTable {
  /// The feeds: their sessions, unread items, and latest times.
  static func feeds(_ feeds: [JSONObject], _ time: TimeText) throws -> Table {
    var table = Table([
      Column("SESSION", least: 12), Column("UNREAD", isNumber: true),
      Column("ITEMS", isNumber: true), Column("READ TO", isNumber: true),
      Column("LAST ITEM", isNumber: true),
    ])
    for feed in feeds {
      let unread = try feed.integer("unread")
      table.add([
        Cell(try feed.text("source_session_id"), .strong),
        Cell(CountText.text(unread), unread > 0 ? .warning : .faint),
        Cell(CountText.text(try feed.integer("items"))),
        Cell(String(try feed.integer("acknowledged"))),
        Cell(try feed.optionalInstant("last_delivered_at").map(time.relative) ?? ""),
      ])
    }
    return table
  }

  /// Items: their place, the mission with its status at the time, and the event.
  static func items(_ items: [JSONObject], _ time: TimeText) throws -> Table {
    var table = Table([
      Column("N", isNumber: true), Column("AT"), Column("MISSION"), Column("STATUS"),
      Column("WHAT", least: 20),
    ])
    for item in items {
      table.add([
        Cell(String(try item.integer("version")), .faint),
        Cell(time.face.time(try item.instant("event_recorded_at"))),
        Cell(try item.missionID.short, .strong), Cell(try item.text("mission_status")),
        Cell(try what(item)),
      ])
    }
    return table
  }

  /// One item on a line of its own.
  static func line(_ item: JSONObject, _ page: Page) throws -> String {
    let place = TextWidth.pad(String(try item.integer("version")), to: 4)
    let at = page.time.face.time(try item.instant("event_recorded_at"))
    let time = page.screen.paint(at, .faint)
    let mission = page.screen.paint(try item.missionID.short, .strong)
    let status = TextWidth.pad(try item.text("mission_status"), to: 9)
    let rest = max(page.screen.width - 36, 20)
    return "\(place)  \(time)  \(mission)  \(status)  \(TextWidth.cut(try what(item), to: rest))"
  }

  private static func what(_ item: JSONObject) throws -> String {
    let type = try item.text("event_type")
    let event = item["event_payload"].flatMap {
      try? MissionEvent(type: type, schema: 1, payload: $0)
    }
    let leftOut = try item.optionalInteger("payload_bytes").map {
      ", \(CountText.text($0)) bytes left out"
    }
    let text = event.map { EventSummary($0).text } ?? type + (leftOut ?? "")
    return (item.flag("redelivery") ? "again: " : "") + TextWidth.oneLine(text)
  }
}
