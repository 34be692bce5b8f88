import CanonicalJSON
import EventLog
import MissionModel
import Platform

/// The promises over one ledger, checked as its events come.
///
/// O(1) for each event. It reads the log alone; what it knows is compared with what the fleet
/// answers.
struct LedgerJudge: Sendable {
  let name: String
  private(set) var head: Int64 = 0
  /// A hash of every event so far, in order: what a later reading of the log must give again.
  private(set) var digest = Digest64()
  private(set) var missions: [MissionID: MissionStory] = [:]
  private(set) var sessions: [SessionID: SessionStory] = [:]
  /// How many missions of each VP a worker holds.
  private var held: [VPID: Int] = [:]
  /// Each VP's pause, where there is one.
  private var pauses: [VPID: QueuePaused] = [:]
  /// The mission that each key of each VP has made.
  private(set) var keys: [String: MissionID] = [:]
  /// What the bridge has to carry, oldest first.
  private(set) var carried: [CarriedEvent] = []
  /// When its last event was recorded: time never runs back in a log.
  private var lastRecordedAt = Instant(microseconds: .min)
  /// The most missions of a VP at once.
  private let concurrency: @Sendable (VPID) -> Int

  init(name: String, concurrency: @escaping @Sendable (VPID) -> Int) {
    self.name = name
    self.concurrency = concurrency
  }

  /// A judge of the same ledger that has seen nothing yet.
  var begunAgain: LedgerJudge { LedgerJudge(name: name, concurrency: concurrency) }

  /// Takes in the events of one or more transactions; the last one must be whole.
  ///
  /// Returns what they were, for those who act on them.
  @discardableResult
  mutating func take(_ events: [RecordedEvent]) throws -> [Change] {
    var changes: [Change] = []
    for event in events {
      try number(event)
      if let id = MissionID(stream: event.stream) {
        let change = try MissionEvent(
          type: event.type, schema: event.schema, payload: event.payload)
        try take(change, event, on: id)
        changes.append(.mission(id, change, event))
      } else if let session = SessionID(stream: event.stream) {
        let change = try SessionEvent(
          type: event.type, schema: event.schema, payload: event.payload)
        sessions[session, default: SessionStory()].take(change)
        changes.append(.session(session, change))
      } else if let vp = VPID(queueStream: event.stream) {
        try take(QueueEvent(type: event.type, schema: event.schema, payload: event.payload), vp)
      }
    }
    for case .mission(let id, _, _) in changes { try missions[id]?.checkIsWhole() }
    return changes
  }

  /// What an event was.
  enum Change: Sendable {
    case mission(MissionID, MissionEvent, RecordedEvent)
    case session(SessionID, SessionEvent)
  }

  /// Checks what a fleet answered of a mission against what the log says.
  func check(_ state: MissionState) throws(Violation) {
    guard let story = missions[state.facts.missionID] else {
      throw Violation("An answer speaks of what is in the log", "\(state.facts.missionID)")
    }
    guard story.version == state.version, story.status == state.status,
      story.basis == state.basis, story.attempt == state.attempt,
      story.holder == state.lease?.token, story.isCancelRequested == state.isCancelRequested,
      story.question == state.question?.questionID, story.lateReports.count == state.lateReports,
      story.retriedAs == state.retried?.newMissionID
    else {
      throw Violation(
        "A row is what its events say",
        "\(story.id) is \(story.status) (\(story.basis)) at version \(story.version) by its events, "
          + "\(state.status) (\(state.basis)) at version \(state.version) by its row")
    }
  }

  // MARK: Events

  private mutating func number(_ event: RecordedEvent) throws(Violation) {
    guard event.position == head + 1 else {
      throw Violation("Positions have no gap", "\(event.id) after \(name):\(head)")
    }
    guard event.recordedAt >= lastRecordedAt else {
      throw Violation("Events are recorded in the order of their times", "\(event.id)")
    }
    lastRecordedAt = event.recordedAt
    head = event.position
    digest.take(event)
  }

  private mutating func take(
    _ change: MissionEvent, _ event: RecordedEvent, on id: MissionID
  ) throws(Violation) {
    if case .dispatched(let origin) = change {
      guard missions[id] == nil else {
        throw Violation("A mission begins once", "\(event.id)")
      }
      if let key = origin.request.idempotencyKey {
        let name = "\(origin.request.vpID)\n\(key)"
        if let other = keys.updateValue(id, forKey: name), other != id {
          throw Violation("One key makes one mission", "\(id) and \(other)")
        }
      }
      missions[id] = try MissionStory(origin, event)
    } else {
      guard let story = missions[id] else {
        throw Violation("A mission begins with its dispatch", "\(event.id) of \(id)")
      }
      if story.isHeld { held[story.vp, default: 0] -= 1 }
      try missions[id]?.take(change, event)
    }
    guard let story = missions[id] else { return }
    if story.isHeld { held[story.vp, default: 0] += 1 }
    if case .claimed = change { try checkTurn(of: story, event) }
    if case .heartbeat = change { return }
    if let session = story.request.sourceSessionID {
      carried.append(
        CarriedEvent(
          event: event.id, session: session, type: event.type, mission: id, status: story.status))
    }
  }

  private func checkTurn(of story: MissionStory, _ event: RecordedEvent) throws(Violation) {
    if let pause = pauses[story.vp], pause.until.map({ event.recordedAt < $0 }) ?? true {
      throw Violation("A paused VP claims nothing", "\(event.id)")
    }
    let held = held[story.vp] ?? 0
    guard held <= concurrency(story.vp) else {
      throw Violation("A VP runs no more than it may", "\(event.id): \(held) of \(story.vp)")
    }
    guard let target = story.target else { return }
    if let other = missions.values.first(where: {
      $0.isHeld && $0.target == target && $0.id != story.id
    }) {
      throw Violation("One folder has one live mission", "\(event.id) and \(other.id) in \(target)")
    }
  }

  private mutating func take(_ change: QueueEvent, _ vp: VPID) {
    switch change {
    case .paused(let body): pauses[vp] = body
    case .resumed: pauses[vp] = nil
    case .imported, .unknown: break
    }
  }
}

/// An event that belongs into a feed, with the mission's status as of it.
struct CarriedEvent: Hashable, Sendable {
  let event: EventID
  let session: String
  let type: String
  let mission: MissionID
  let status: MissionStatus
}

/// A worker's session as its own events tell of it.
struct SessionStory: Sendable {
  /// The process that it registered last.
  var process = WorkerProcess()
  var isLost = false

  mutating func take(_ change: SessionEvent) {
    switch change {
    case .registered(let body):
      process = body.process
      isLost = false
    case .lost: isLost = true
    case .heartbeat, .degraded, .retired: isLost = false
    case .unknown: break
    }
  }
}

/// A hash that is the same in every process (FNV-1a): it tells whether two histories are one.
struct Digest64: Hashable, Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func take(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  mutating func take(_ number: Int64) {
    value = (value ^ UInt64(bitPattern: number)) &* 0x0000_0100_0000_01B3
    value ^= value >> 29
  }

  mutating func take(_ text: String) {
    for byte in text.utf8 { take(byte) }
    take(UInt8(0))
  }

  mutating func take(_ event: RecordedEvent) {
    take(event.position)
    take(event.version)
    take(event.recordedAt.microseconds)
    take(event.stream.string)
    take(event.type)
    take(event.actor)
    for byte in event.payload.bytes { take(byte) }
  }
}
