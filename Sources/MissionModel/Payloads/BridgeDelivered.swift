package import CanonicalJSON
package import Platform

/// `vp.bridge.delivered`: a mission's event was carried into the feed of the session that
/// dispatched the mission.
///
/// It also moves the source's cursor: with `skippedBefore` it accounts for every position that the
/// bridge has passed.
package struct BridgeDelivered: EventPayload {
  /// The largest payload, in bytes, that is carried along.
  package static let maximumPayload = 16 * 1024
  /// The longest part of an objective, in bytes, that is carried along.
  package static let maximumObjective = 512

  /// The carried event.
  package var source: SourceMark
  package var eventType: String
  package var missionID: MissionID
  package var vpID: VPID
  package var sourceSessionID: String
  package var sourceTurnID: String?
  package var replyMode: String
  /// The mission's status as of that event.
  package var missionStatus: MissionStatus
  /// Where the mission's result is, as of that event.
  package var resultRef: String?
  /// The objective, cut at a character within 512 bytes, or within its first character if that
  /// alone is longer.
  package var objective: String
  /// The event's payload; nil where it has more than 16 KiB.
  package var eventPayload: JSONText?
  /// The size of a payload that was left out, in bytes.
  package var payloadBytes: Int64?
  package var eventRecordedAt: Instant
  /// How many events of the source the cursor passed between its last move and this event.
  package var skippedBefore: Int64
  /// Whether the same event was delivered before: an operator moved the cursor back.
  package var isRedelivery: Bool

  /// Makes the item of an event; leaves out a payload that is too large, and cuts a long objective.
  package init(
    source: SourceMark, eventType: String, missionID: MissionID, vpID: VPID,
    sourceSessionID: String, sourceTurnID: String?, replyMode: String,
    missionStatus: MissionStatus, resultRef: String?, objective: String, eventPayload: JSONText,
    eventRecordedAt: Instant, skippedBefore: Int64, isRedelivery: Bool = false
  ) {
    self.source = source
    self.eventType = eventType
    self.missionID = missionID
    self.vpID = vpID
    self.sourceSessionID = sourceSessionID
    self.sourceTurnID = sourceTurnID
    self.replyMode = replyMode
    self.missionStatus = missionStatus
    self.resultRef = resultRef
    self.objective = objective.prefix(bytes: Self.maximumObjective)
    let size = eventPayload.bytes.count
    self.eventPayload = size <= Self.maximumPayload ? eventPayload : nil
    payloadBytes = size <= Self.maximumPayload ? nil : Int64(size)
    self.eventRecordedAt = eventRecordedAt
    self.skippedBefore = skippedBefore
    self.isRedelivery = isRedelivery
  }
}
