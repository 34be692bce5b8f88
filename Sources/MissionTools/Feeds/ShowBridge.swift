package import CanonicalJSON
package import MissionControl
import MissionModel
import Platform

/// `bridge status`: how far the bridge is in each source.
package struct ShowBridge: BareRequest {
  package static let summary = "Shows how far the bridge is in each ledger."

  /// The bridge that runs in this process and knows its own failures; nil where none runs.
  private let bridge: Bridge?

  package init(_ bridge: Bridge?) {
    self.bridge = bridge
  }

  package init() { bridge = nil }

  /// Looks at every source.
  package func perform(_ context: ToolContext) async throws -> BridgeAnswer {
    BridgeAnswer(metrics: try await context.fleet.bridgeMetrics(of: bridge))
  }
}

/// What `bridge status` answers.
package struct BridgeAnswer: DescribedAnswer {
  package static let fields = [
    Field("enabled", .boolean), Field("interval_seconds", .number),
    Field("sources", .list(.anyObject)),
  ]

  /// How the bridge stands.
  package let metrics: BridgeMetrics

  package var warnings: [Warning] { metrics.warnings }
  package var hint: String? {
    metrics.isBehind ? "events wait: missionlog bridge run carries them" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("enabled", metrics.isEnabled)
    writer.field("interval_seconds", metrics.intervalSeconds)
    writer.field("sources", metrics.sources)
  }
}

extension BridgeMetrics.Source: JSONWritable {
  /// Writes the source's figures.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", cursor.ledger)
      writer.field("cursor", cursor.position)
      writer.field("head", head)
      writer.field("backlog", backlog)
      writer.field("delivered_total", cursor.deliveredTotal)
      writer.field("redelivered_total", cursor.redeliveredTotal)
      writer.field("skipped_total", cursor.skippedTotal)
      writer.field("last_delivered_at", cursor.lastDeliveredAt?.description)
      writer.field("lag_seconds", lagSeconds)
      writer.field("errors_total", errorsTotal)
      writer.field("last_error", lastError?.message)
    }
  }
}
