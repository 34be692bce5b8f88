import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay

/// A mission folded from its events, which are read from a server page by page.
struct FoldedMission: Sendable {
  private(set) var state: MissionState?
  private(set) var request: DispatchRequest?
  private(set) var lane = ""
  private var streamID: Int64?

  /// The version of the last event that was folded.
  var version: Int64 { state?.version ?? 0 }

  /// Folds a page of `GET …/events`; returns whether there are more.
  ///
  /// - Throws: an error for another answer, and for events that this build can't read.
  mutating func fold(_ page: [UInt8]) throws -> Bool {
    var events: [RecordedEvent] = []
    var hasMore = false
    var stream = streamID
    var reader = JSONReader(try JSONText(canonicalizing: page, limits: .own))
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "events":
        try reader.readArray { reader throws(JSONError) in
          let event = try RecordedEvent(reading: &reader, streamID: stream)
          stream = event.streamID
          events.append(event)
        }
      case "next_after":
        hasMore = try !reader.readNull()
        if hasMore { try reader.skip() }
      default: try reader.skip()
      }
    }
    streamID = stream
    for event in events where event.version > version {
      if event.version == 1 {
        request = try MissionDispatched(event)?.request
        lane = event.ledger
      }
      state = try MissionState.evolve(state, event)
    }
    return hasMore
  }
}
