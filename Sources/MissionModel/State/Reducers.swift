package import EventLog
import EventProjections

/// Folds missions' streams into one row each, keyed by the position of the stream's first event.
package struct MissionsReducer: Reducer {
  package let name = "missions"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> Int64? {
    event.type.hasPrefix(MissionEventType.prefix) ? event.streamID : nil
  }

  package func reduce(_ row: MissionState?, _ event: RecordedEvent) throws -> MissionState? {
    try MissionState.evolve(row, event)
  }
}

/// Folds workers' sessions, from their own streams and from what their missions say of them.
package struct SessionsReducer: Reducer {
  package let name = "sessions"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> SessionID? {
    nil
  }

  package func reduce(_ row: SessionState?, _ event: RecordedEvent) throws -> SessionState? {
    nil
  }
}

/// Folds what the log knows of each VP: its workers and its pause.
package struct VPsReducer: Reducer {
  package let name = "vps"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> VPID? {
    nil
  }

  package func reduce(_ row: VPState?, _ event: RecordedEvent) throws -> VPState? {
    nil
  }
}
