import MissionControl
import MissionModel
import MissionReplay

/// Feeds and their items as rows.
enum FeedTable {
  /// The feeds: whose, what is unread, and when something came last.
  static func feeds(_ feeds: [FeedState], _ time: TimeText) -> Table {
    var table = Table([
      Column("SESSION", least: 12), Column("UNREAD", isNumber: true),
      Column("ITEMS", isNumber: true), Column("READ TO", isNumber: true),
      Column("LAST ITEM", isNumber: true),
    ])
    for feed in feeds {
      let unread = feed.unread(withProgress: false)
      table.add([
        Cell(feed.session, .strong), Cell(CountText.text(unread), unread > 0 ? .warning : .faint),
        Cell(CountText.text(feed.items)), Cell(String(feed.acknowledged)),
        Cell(feed.lastDeliveredAt.map(time.relative) ?? ""),
      ])
    }
    return table
  }

  /// Items: their place, the mission with its status as of then, and what happened.
  static func items(_ items: [FeedItem], _ time: TimeText) -> Table {
    var table = Table([
      Column("N", isNumber: true), Column("AT"), Column("MISSION"), Column("STATUS"),
      Column("WHAT", least: 20),
    ])
    for item in items {
      table.add([
        Cell(String(item.version), .faint), Cell(time.face.time(item.item.eventRecordedAt)),
        Cell(item.item.missionID.short, .strong),
        Cell(item.item.missionStatus.rawValue), Cell(what(item.item)),
      ])
    }
    return table
  }

  /// One item on a line of its own.
  static func line(_ item: FeedItem, _ page: Page) -> String {
    let place = TextWidth.pad(String(item.version), to: 4)
    let time = page.screen.paint(page.time.face.time(item.item.eventRecordedAt), .faint)
    let mission = page.screen.paint(item.item.missionID.short, .strong)
    let status = TextWidth.pad(item.item.missionStatus.rawValue, to: 9)
    let rest = max(page.screen.width - 36, 20)
    return "\(place)  \(time)  \(mission)  \(status)  \(TextWidth.cut(what(item.item), to: rest))"
  }

  private static func what(_ item: BridgeDelivered) -> String {
    let event = item.eventPayload.flatMap {
      try? MissionEvent(type: item.eventType, schema: 1, payload: $0)
    }
    let text =
      event?.summary
      ?? "\(item.eventType), \(CountText.text(item.payloadBytes ?? 0)) bytes left out"
    return (item.isRedelivery ? "again: " : "") + TextWidth.oneLine(text)
  }
}
