import EventLog
import EventProjections

/// The fold of each mission's stream into one row, keyed by the position of the stream's first
/// event.
package struct MissionsReducer: Reducer {
  package let name = "missions"
  package let version = 1
  package let isOfOneStream = true

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> Int64? {
    switch input.content {
    case .mission: input.event.streamID
    case .unreadable where input.event.type.hasPrefix(MissionEventType.prefix):
      input.event.streamID
    default: nil
    }
  }

  package func reduce(_ row: inout MissionState?, _ input: DecodedEvent) throws {
    switch input.content {
    case .mission(let change): try MissionState.evolve(&row, change, input.event)
    case .unreadable(let error): throw error
    default: break
    }
  }
}
