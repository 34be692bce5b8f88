package import EventLog
package import MissionModel

extension MissionID {
  /// The stream of the mission's events.
  package var stream: StreamName { StreamName(trusted: "mission/" + rawValue) }
}

extension SessionID {
  /// The stream of the worker session's own events.
  package var stream: StreamName { StreamName(trusted: "session/" + description) }
}

extension VPID {
  /// The stream of the VP's pauses.
  package var queueStream: StreamName { StreamName(trusted: "queue/" + rawValue) }
}
