/// What becomes of a command.
package enum Decision: Hashable, Sendable {
  /// These events happen, all or none, in this order.
  case append([MissionEvent])
  /// It is so already: success, nothing appended.
  case unchanged
  /// It is refused, and the refused finish is kept as evidence.
  case refuse(MissionError, evidence: [MissionEvent])
}
