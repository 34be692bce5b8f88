import CanonicalJSON
import EventLog
import EventProjections
import MissionModel
import Platform

/// One transaction on one ledger: its decisions are appended together, or not at all.
///
/// It lives on the writer thread, inside `ProjectedLog.write`. Its answers are made of the rows
/// that it has moved, and reach the caller once those are durable. Secrets were taken out of a
/// command beforehand: that can take time, and here every other writer of the ledger waits.
struct LaneTransaction {
  let projected: ProjectionTransaction
  private(set) var call: CallContext
  let context: DecisionContext
  let configuration: Configuration
  let upcasting: Upcasting
  /// The target paths of the other lanes' missions, which get no others while this runs; nil where
  /// they weren't read.
  let targetsElsewhere: Set<ExactText>?
  /// The event that the command will probably append.
  private(set) var expected: WrittenEvent?

  /// How many of a mission's last events are searched for a repeated call.
  private static let memory: Int64 = 64

  /// The outcome of a command.
  enum Outcome: Hashable, Sendable {
    case changed(MissionState)
    /// It was so already.
    case unchanged(MissionState)
    /// It was refused, and the refused finish was recorded as evidence, which must be committed.
    case refused(MissionError)

    /// The mission after the command.
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

  /// The answer to a command's caller: the mission after it.
  struct Answer: Sendable {
    let mission: MissionView
    /// Whether anything was appended.
    let isChange: Bool
    /// Whether a worker may have been working on it until then.
    let wasInHand: Bool
  }

  /// The same transaction on behalf of another caller.
  func called(by call: CallContext) -> LaneTransaction {
    var transaction = self
    transaction.call = call
    return transaction
  }

  /// The same transaction for a command that will probably append this event.
  func expecting(_ event: WrittenEvent) -> LaneTransaction {
    var transaction = self
    transaction.expected = event
    return transaction
  }

  /// The mission as it is now; nil where there is none of that id.
  func state(of id: MissionID) throws -> MissionState? {
    try projected.streamID(of: id.stream).flatMap { try mission(at: $0) }
  }

  /// Carries out a command and shows the mission, with its request if that is wanted; a refusal of
  /// which something is recorded is an answer too, since it must be committed.
  ///
  /// - Throws: the refusal of a command of which nothing is recorded.
  func answer(_ command: MissionCommand, on id: MissionID, withRequest: Bool) throws -> Result<
    Answer, MissionError
  > {
    let before = try state(of: id)
    func answer(_ state: MissionState, isChange: Bool) throws -> Answer {
      Answer(
        mission: try view(of: state, withRequest: withRequest), isChange: isChange,
        wasInHand: before?.isInHand ?? false)
    }
    if let before, try isRepetition(on: before, { command.isTold(by: $0, in: before) }) {
      return .success(try answer(before, isChange: false))
    }
    let outcome = try perform(command, on: id, in: before)
    switch outcome {
    case .changed(let state), .unchanged(let state):
      return .success(try answer(state, isChange: outcome.isChange))
    case .refused(let error): return .failure(error)
    }
  }

  /// Whether this call was carried out before, and only its answer was lost: an event with its name
  /// and actor shows it.
  func isRepetition(
    on state: MissionState, _ saysSo: (MissionEvent) -> Bool
  ) throws -> Bool {
    guard call.isRepeatable, let name = call.requestID else { return false }
    return try projected.events(
      of: state.facts.missionID.stream, afterVersion: max(0, state.version - Self.memory),
      matching: EnvelopeFilter(actor: call.actor, requestID: name)
    ).contains { event in
      let body = try MissionEvent(
        type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
      return saysSo(body)
    }
  }

  /// Decides a command and appends its events.
  ///
  /// - Throws: the refusal of a command of which nothing is recorded.
  func perform(_ command: MissionCommand, on id: MissionID) throws -> Outcome {
    try perform(command, on: id, in: try state(of: id))
  }

  /// Decides a command on a mission whose state is known, and appends its events.
  ///
  /// - Throws: the refusal of a command of which nothing is recorded.
  func perform(_ command: MissionCommand, on id: MissionID, in state: MissionState?) throws
    -> Outcome
  {
    let version = try version(decidedBy: state, of: id)
    let command = completed(command, in: state)
    var context = context
    if let state, state.status == .cancelled, command.isFinish {
      context.lastReport = lastReport(of: state)
    }
    switch try decision(on: command, by: state, context) {
    case .append(let events):
      let key = try append(events, to: id, expecting: version)
      return .changed(try known(id, at: key ?? state?.facts.dispatchPosition))
    case .unchanged:
      return .unchanged(try known(id, at: state?.facts.dispatchPosition))
    case .refuse(let error, let evidence):
      try append(evidence, to: id, expecting: version)
      return .refused(error)
    }
  }

  /// The version at which a command on a mission is decided: its stream's, which is ahead of its
  /// row's where the last events could not be folded.
  ///
  /// - Throws: An error where an event that could not be folded, the last or an earlier one, may
  ///   have changed facts that the decision rests on.
  func version(decidedBy state: MissionState?, of id: MissionID) throws -> Int64 {
    let version = try projected.version(of: id.stream)
    if let state {
      try refuse(unread: unread(of: state))
    } else if version > 0 {
      // A mission that another build began is not folded at all.
      try refuse(
        unread: projected.events(of: id.stream).filter { MissionEventType.settles($0.type) })
    }
    return version
  }

  /// Appends events of a session.
  func append(_ event: SessionEvent, of session: SessionID) throws {
    try projected.append(envelope(event.type, event.payload), to: session.stream)
  }

  /// Appends an event of a VP's queue.
  func append(_ event: QueueEvent, of vp: VPID) throws {
    try projected.append(envelope(event.type, event.payload), to: vp.queueStream)
  }

  /// Appends an event of the runtime ledger.
  func append(_ event: RuntimeEvent, to stream: StreamName) throws {
    try projected.append(envelope(event.type, event.payload), to: stream)
  }

  /// Appends a mission's events, those after the first caused by it; returns the key of the
  /// mission's row.
  @discardableResult
  func append(_ events: [MissionEvent], to id: MissionID, expecting version: Int64) throws -> Int64?
  {
    let stream = id.stream
    var first: EventID?
    var key: Int64?
    for (index, event) in events.enumerated() {
      let payload = expected.flatMap { $0.event == event ? $0.payload : nil } ?? event.payload
      var new = envelope(event.type, payload)
      if let first { new.causation = first }
      let recorded = try projected.append(
        new, to: stream, expecting: .exactly(version + Int64(index)))
      first = first ?? recorded.id
      key = recorded.streamID
    }
    return key
  }

  /// Checks that these events could be appended to any ledger.
  ///
  /// - Throws: the error that an append of them would throw.
  func check(_ events: [MissionEvent]) throws {
    for event in events { try envelope(event.type, event.payload).check() }
  }

  /// The event for a payload; after a clock ran ahead, it says when it happened, since the log's
  /// time is later.
  private func envelope(_ type: String, _ payload: JSONText) -> NewEvent {
    NewEvent(
      type: type, schema: upcasting.schema(of: type), payload: payload,
      occurredAt: context.wallTime < context.now ? context.wallTime : nil, actor: call.actor,
      causation: call.causation,
      requestID: call.requestID, traceID: call.traceID)
  }

  private func known(_ id: MissionID, at key: Int64?) throws -> MissionState {
    guard let state = try key.flatMap({ try mission(at: $0) }) else {
      throw MissionError.unknownMission(id)
    }
    return state
  }
}
