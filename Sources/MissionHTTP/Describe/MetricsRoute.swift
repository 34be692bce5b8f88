import HTTPTypes
import MissionControl
import MissionModel
import MissionTools
import Platform

/// `GET /metrics`: the fleet, the bridge and the server in figures, as Prometheus reads them.
enum MetricsRoute {
  private typealias Sample = MetricsText.Sample

  /// Makes the route of a server's metrics.
  static func route(
    _ tally: RequestTally, _ connections: Connections, _ bridge: Bridge?
  ) -> Route {
    Route(
      .get, "/metrics", .scope(.read), "The fleet, the bridge and the server in figures.",
      content: .text(MediaType.metrics)
    ) { call in
      let fleet = call.context.fleet
      var page = MetricsText()
      write(try await fleet.ledgerStatuses(), into: &page)
      write(try await fleet.vps().vps, into: &page)
      // The bridge's state is read from the runtime ledger; if that is sick, `ledger_up` above says
      // so.
      if let figures = try? await fleet.bridgeMetrics(of: bridge) { write(figures, into: &page) }
      write(tally.counts, connections: connections.count, into: &page)
      return Reply(type: MediaType.metrics, Array(page.text.utf8))
    }
  }

  private static func write(_ ledgers: [LedgerStatus], into page: inout MetricsText) {
    page.write(
      "build_info", .gauge, "The program that answers.",
      [Sample(labels: [("version", BuildInfo.version), ("commit", BuildInfo.commit)], value: 1)])
    page.write(
      "ledger_up", .gauge, "Whether the ledger can be read and written.",
      ledgers.map { Sample(labels: [("ledger", $0.ledger)], value: $0.works ? 1 : 0) })
    page.write(
      "ledger_events_total", .counter, "The events of the ledger.",
      ledgers.compactMap { ledger in
        ledger.head.map { Sample(labels: [("ledger", ledger.ledger)], value: Double($0)) }
      })
  }

  private static func write(_ vps: [VPView], into page: inout MetricsText) {
    page.write(
      "missions", .gauge, "The missions of the VP that have not ended, by status.",
      vps.flatMap { vp in
        [("queued", vp.queued), ("running", vp.running), ("blocked", vp.blocked)].map {
          Sample(labels: [("vp_id", vp.vpID.rawValue), ("status", $0.0)], value: Double($0.1))
        }
      })
    page.write(
      "live_workers", .gauge, "The workers of the VP that are live.",
      vps.map { Sample(labels: [("vp_id", $0.vpID.rawValue)], value: Double($0.liveWorkers)) })
    page.write(
      "queue_paused", .gauge, "Whether the VP's queue is paused.",
      vps.map { Sample(labels: [("vp_id", $0.vpID.rawValue)], value: $0.isPaused ? 1 : 0) })
    page.write(
      "oldest_waiting_seconds", .gauge, "How long the VP's oldest queued mission waits.",
      vps.map {
        Sample(labels: [("vp_id", $0.vpID.rawValue)], value: $0.oldestWaitingSeconds ?? 0)
      })
  }

  private static func write(_ bridge: BridgeMetrics, into page: inout MetricsText) {
    func samples(_ value: (BridgeMetrics.Source) -> Double?) -> [Sample] {
      bridge.sources.compactMap { source in
        value(source).map { Sample(labels: [("ledger", source.cursor.ledger)], value: $0) }
      }
    }
    page.write(
      "bridge_delivered_total", .counter, "The items that the bridge has delivered.",
      samples { Double($0.cursor.deliveredTotal) })
    page.write(
      "bridge_backlog_events", .gauge, "The events beyond the bridge's cursor.",
      samples { $0.backlog.map(Double.init) })
    page.write(
      "bridge_lag_seconds", .gauge, "How long the oldest undelivered event has waited.",
      samples { $0.lagSeconds })
    page.write(
      "bridge_errors_total", .counter, "How often carrying from the ledger failed.",
      samples { Double($0.errorsTotal) })
  }

  private static func write(
    _ counts: RequestTally.Counts, connections: Int, into page: inout MetricsText
  ) {
    page.write(
      "http_requests_total", .counter, "The requests that were answered.",
      counts.answers.sorted { $0.key < $1.key }.map { key, count in
        Sample(
          labels: [("method", key.method), ("route", key.path), ("status", "\(key.status)")],
          value: Double(count))
      })
    var buckets = zip(RequestTally.bounds, counts.within).map { bound, count in
      Sample(suffix: "_bucket", labels: [("le", "\(bound)")], value: Double(count))
    }
    buckets.append(
      Sample(suffix: "_bucket", labels: [("le", "+Inf")], value: Double(counts.total)))
    buckets.append(Sample(suffix: "_sum", value: counts.seconds))
    buckets.append(Sample(suffix: "_count", value: Double(counts.total)))
    page.write(
      "http_request_duration_seconds", .histogram,
      "From a request's header to the beginning of its answer; long waits included.", buckets)
    page.write(
      "http_connections", .gauge, "The connections that are open.", Double(connections))
  }
}
