package import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// `feed` without a session: the feeds that there are.
package struct ListFeeds: BareRequest {
  package static let summary = "Lists the feeds, latest delivery first."

  package init() {}

  /// Lists the feeds, the most recently filled first.
  package func perform(_ context: ToolContext) async throws -> FeedsAnswer {
    let feeds = try await context.fleet.feeds()
    let metrics = try await context.fleet.bridgeMetrics()
    return FeedsAnswer(
      feeds: feeds, isBehind: metrics.isBehind, warnings: metrics.warnings + metrics.halts)
  }
}

/// What `feed` answers without a session.
package struct FeedsAnswer: DescribedAnswer {
  package static let fields = [Field("count", .count), Field("feeds", .list(.shape(.feed)))]

  /// The feeds' heads.
  package let feeds: [FeedState]
  /// Whether events wait for the bridge.
  package let isBehind: Bool
  package let warnings: [Warning]

  package var hint: String? { isBehind ? BridgeMetrics.hintBehind : nil }

  package func write(into writer: inout JSONWriter) {
    writer.field("count", feeds.count)
    writer.field("feeds", feeds)
  }
}

extension FeedState: JSONWritable {
  /// Writes the feed's head and how far it was read.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("source_session_id", session)
      writer.field("items", items)
      writer.field("unread", unread(withProgress: false))
      writer.field("version", version)
      writer.field("acknowledged", acknowledged)
      writer.field("last_delivered_at", lastDeliveredAt?.description)
      writer.field("acknowledged_at", acknowledgedAt?.description)
    }
  }
}
