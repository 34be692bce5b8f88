import CanonicalJSON
import EventLog
import MissionModel
import Platform

/// The missions of one source as of the event that the bridge looks at; each is folded from its
/// stream, and kept while its events come in sequence.
struct MissionTrail: Sendable {
  /// How many missions are kept at most.
  private static let limit = 4_096
  /// How many events of a stream are read at a time.
  private static let page = 500

  /// A mission, folded as far as its stream was read.
  fileprivate struct Trail: Sendable {
    /// The session whose feed gets its items; nil for none.
    let session: String?
    let objective: String
    var state: MissionState?
    var version: Int64
  }

  let upcasting: Upcasting
  private var trails: [Int64: Trail] = [:]

  /// Makes a trail without missions; older payloads are read through these upcasters.
  init(_ upcasting: Upcasting) {
    self.upcasting = upcasting
  }

  /// The mission of an event as that event left it, with its session and objective; nil where it
  /// has no session.
  ///
  /// - Throws: `event_schema_too_new` where the mission's first event, which names the session,
  ///   can't be read by this build.
  mutating func mission(
    of event: RecordedEvent, _ reader: LogReader
  ) throws -> (state: MissionState, session: String, objective: String)? {
    var trail = try trails[event.streamID] ?? begin(with: event, reader)
    if trail.session != nil {
      if trail.version >= event.version {
        trail.state = nil
        trail.version = 0
      }
      while trail.version < event.version - 1 {
        let wanted = Int(min(Int64(Self.page), event.version - 1 - trail.version))
        let events = try reader.events(
          ofStreamAt: event.streamID, afterVersion: trail.version, limit: wanted)
        guard !events.isEmpty else { break }
        for event in events { trail.fold(event, upcasting) }
      }
      trail.fold(event, upcasting)
    }
    keep(trail, of: event.streamID)
    guard let session = trail.session, let state = trail.state else { return nil }
    return (state, session, trail.objective)
  }

  /// Whether the mission whose first event has this position was dispatched by a session, and so
  /// has a feed.
  ///
  /// - Throws: what `mission` throws.
  mutating func hasSession(_ stream: Int64, _ reader: LogReader) throws -> Bool {
    let trail = try trails[stream] ?? begin(with: reader.event(at: stream))
    keep(trail, of: stream)
    return trail.session != nil
  }

  /// Notes an event that no feed carries, so that its mission needn't be folded anew afterwards.
  mutating func follow(_ event: RecordedEvent) {
    guard let trail = trails[event.streamID], trail.session != nil,
      trail.version == event.version - 1
    else { return }
    trails[event.streamID]?.fold(event, upcasting)
  }

  /// Begins the trail of the mission of an event, usually its first.
  private func begin(with event: RecordedEvent, _ reader: LogReader) throws -> Trail {
    try begin(with: event.version == 1 ? event : reader.event(at: event.streamID))
  }

  private func begin(with first: RecordedEvent?) throws -> Trail {
    let origin: MissionDispatched?
    do {
      origin = try first.flatMap { try MissionDispatched($0, upcasting) }
    } catch is JSONError {
      // Such a mission is parked everywhere: its session will never be known.
      origin = nil
    }
    return Trail(
      session: origin?.request.sourceSessionID,
      objective: (origin?.request.objective ?? "").prefix(bytes: BridgeDelivered.maximumObjective),
      state: nil, version: 0)
  }

  private mutating func keep(_ trail: Trail, of stream: Int64) {
    if trails.count >= Self.limit, trails[stream] == nil { trails.removeAll(keepingCapacity: true) }
    trails[stream] = trail
  }
}

extension MissionTrail.Trail {
  /// Folds the next event; one that can't be folded leaves the mission as it was, as in the
  /// projections.
  fileprivate mutating func fold(_ event: RecordedEvent, _ upcasting: Upcasting) {
    _ = MissionState.fold(&state, event, upcasting)
    version = event.version
  }
}
