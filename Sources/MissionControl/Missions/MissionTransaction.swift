import CanonicalJSON
import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform

/// One transaction on one ledger's missions: what is decided in it is appended together, or not at all.
///
/// It lives on the writer thread, inside `ProjectedLog.write`.
struct MissionTransaction {
  let transaction: ProjectionTransaction
  let call: CallContext
  let context: DecisionContext

  /// What became of a command.
  enum Outcome: Hashable, Sendable {
    case changed(MissionState)
    /// It was so already.
    case unchanged(MissionState)
    /// It was refused, and the refused finish was kept as evidence, which must be committed.
    case refused(MissionError)

    /// The mission by now.
    ///
    /// - Throws: the refusal.
    func state() throws -> MissionState {
      switch self {
      case .changed(let state), .unchanged(let state): state
      case .refused(let error): throw error
      }
    }

    /// Whether anything was appended.
    var isChange: Bool {
      if case .changed = self { true } else { false }
    }
  }

  /// The mission as it is now; nil where there is none of that id.
  func state(of id: MissionID) throws -> MissionState? {
    guard let key = try transaction.streamID(of: id.stream) else { return nil }
    return try transaction.row(MissionProjections.missions, key)
  }

  /// Decides a command and appends what it leads to.
  ///
  /// - Throws: the refusal of a command of which nothing is to be kept.
  func perform(_ command: MissionCommand, on id: MissionID) throws -> Outcome {
    let state = try state(of: id)
    switch try decide(state, command, context) {
    case .append(let events):
      try append(events, to: id, expecting: state?.version ?? 0)
      return .changed(try known(id))
    case .unchanged:
      return .unchanged(try known(id))
    case .refuse(let error, let evidence):
      try append(evidence, to: id, expecting: state?.version ?? 0)
      return .refused(error)
    }
  }

  /// Appends events of a session.
  func append(_ event: SessionEvent, of session: SessionID) throws {
    try transaction.append(envelope(event.type, event.schema, event.payload), to: session.stream)
  }

  /// Appends an event of a VP's queue.
  func append(_ event: QueueEvent, of vp: VPID) throws {
    try transaction.append(envelope(event.type, event.schema, event.payload), to: vp.queueStream)
  }

  /// Appends a mission's events; those after the first are caused by it.
  private func append(_ events: [MissionEvent], to id: MissionID, expecting version: Int64) throws {
    var first: EventID?
    for (index, event) in events.enumerated() {
      var new = envelope(event.type, event.schema, event.payload)
      if let first { new.causation = first }
      let recorded = try transaction.append(
        new, to: id.stream, expecting: .exactly(version + Int64(index)))
      first = first ?? recorded.id
    }
  }

  private func envelope(_ type: String, _ schema: Int, _ payload: JSONText) -> NewEvent {
    NewEvent(
      type: type, schema: schema, payload: payload, actor: call.actor, causation: call.causation,
      requestID: call.requestID, traceID: call.traceID)
  }

  private func known(_ id: MissionID) throws -> MissionState {
    guard let state = try state(of: id) else { throw MissionError.unknownMission(id) }
    return state
  }
}
