package import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import Platform

extension Stats: JSONWritable {
  /// Writes the figures; times and lengths of time are exact.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in writeMembers(into: &writer) }
  }

  /// Writes the members of the figures.
  package func writeMembers(into writer: inout JSONWriter) {
    writer.field("since", since.description)
    writer.field("until", until.description)
    writer.field("window_seconds", windowSeconds)
    writer.field("durability", durability)
    writer.field(
      "exceeded", array: { writer in for check in exceeded { writer.element(check.name) } })
    writer.field("checks", checks)
    work.writeMembers(into: &writer)
    writer.field("locks", locks)
    writer.field("starving", starving)
    writer.field("bridge", bridge.map { BridgeFigures(metrics: $0) })
    writer.field("vps", vps)
    writer.field(
      "ledgers",
      array: { writer in
        for ledger in ledgers {
          writer.element(object: { ledger.writeMembers(into: &$0, work(ofLane: ledger.ledger)) })
        }
      })
  }
}

extension Stats.Check: JSONWritable {
  /// Writes the threshold and its figure.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("name", name)
      writer.field("value", value)
      writer.field("threshold", threshold)
      writer.field("exceeded", isExceeded)
      writer.field("next_command", (["missionlog"] + nextCommand).joined(separator: " "))
    }
  }
}

extension Stats.VPFigures: JSONWritable {
  /// Writes the VP and the figures of its missions.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("vp_id", vpID.rawValue)
      writer.field("lane", lane)
      work.writeMembers(into: &writer)
    }
  }
}

extension WorkTally {
  /// Writes the counts, rates, failure modes and lengths of time.
  func writeMembers(into writer: inout JSONWriter) {
    writer.field(
      "counts",
      object: { writer in
        writer.field("dispatched", dispatched)
        writer.field("claimed", claimed)
        writer.field("completed", completed)
        writer.field("failed", failed)
        writer.field("cancelled", cancelled)
        writer.field("requeued", requeued)
        writer.field("fallbacks", fallbacks)
        writer.field("reconciled", reconciled)
        writer.field("reversed", reversed)
        writer.field("late_reports", lateReports)
      })
    writer.field(
      "rates",
      object: { writer in
        writer.field("failure", failureRate)
        writer.field("fallback", fallbackRate)
        writer.field("reconciliation", reconciliationRate)
      })
    writer.field(
      "failure_modes",
      object: { writer in for mode in modesByCount { writer.field(mode.mode, mode.count) } })
    writer.field("run_seconds", run)
    writer.field("queue_seconds", queue)
  }
}

extension Durations: JSONWritable {
  /// Writes their number, the percentiles and the maximum, in seconds.
  package func write(into writer: inout JSONWriter) {
    let shares = percentiles([50, 95]).map { $0.map { Double($0) / 1_000_000 } }
    writer.object { writer in
      writer.field("count", count)
      writer.field("p50", shares[0])
      writer.field("p95", shares[1])
      writer.field("max", longest.map { Double($0) / 1_000_000 })
    }
  }
}

extension LedgerFigures {
  /// Writes the ledger, with the figures of the missions of its lane.
  fileprivate func writeMembers(into writer: inout JSONWriter, _ work: WorkTally) {
    writer.field("ledger", ledger)
    writer.field("first_position", events > 0 ? after + 1 : nil)
    writer.field("last_position", events > 0 ? through : nil)
    writer.field("events", events)
    writer.field(
      "types",
      object: { writer in for measure in types { writer.field(measure.type, measure.events) } })
    writer.field("unreadable_events", unreadable)
    writer.field("payload_bytes", payloadBytes)
    writer.field("stored_bytes", storedBytes)
    writer.field("compression_ratio", compressionRatio)
    writer.field("file_bytes", fileBytes)
    writer.field("wal_bytes", walBytes)
    writer.field("locks", locks)
    work.writeMembers(into: &writer)
  }
}

extension LockTally: JSONWritable {
  /// Writes the cost of taking the lock, since the beginning of the first counted hour.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("counted_since", start.description)
      writer.field("writes", takes)
      writer.field("waits", waits)
      writer.field("retries", retries)
      writer.field("share", share)
      writer.field("waited_seconds", Double(waited) / 1_000_000)
      writer.field("longest_seconds", Double(longest) / 1_000_000)
    }
  }
}

/// The bridge's state in short: `bridge status` has the rest.
private struct BridgeFigures: JSONWritable {
  let metrics: BridgeMetrics

  func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("enabled", metrics.isEnabled)
      writer.field(
        "sources",
        array: { writer in
          for source in metrics.sources {
            writer.element(object: { writer in
              writer.field("ledger", source.cursor.ledger)
              writer.field("backlog", source.backlog)
              writer.field("lag_seconds", source.lagSeconds)
              writer.field("last_error", source.lastError)
            })
          }
        })
    }
  }
}

extension StarvingMission: JSONWritable {
  /// Writes the mission, the time since which it could be taken, and why it isn't.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("priority_tier", mission.state.facts.priorityTier.rawValue)
      writer.field("mission_id", mission.state.facts.missionID.rawValue)
      writer.field("vp_id", mission.state.facts.vpID.rawValue)
      writer.field("waiting_seconds", waitingSeconds)
      writer.field("waiting_for", mission.waitingFor?.rawValue)
    }
  }
}
