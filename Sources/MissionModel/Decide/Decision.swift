/// The outcome of a command.
package enum Decision: Hashable, Sendable {
  /// These events happen, all or none, in this order.
  case append([MissionEvent])
  /// The mission is so already: success, with nothing appended.
  case unchanged
  /// The command is refused, and the refused finish is kept as evidence.
  case refuse(MissionError, evidence: [MissionEvent])
}
