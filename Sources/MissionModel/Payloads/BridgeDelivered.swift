package import CanonicalJSON
package import Platform

/// `vp.bridge.delivered`: a mission's event was carried into the feed of the session that dispatched the mission.
///
/// It moves the source's cursor too: with `skippedBefore` it tells every position that the bridge has passed.
package struct BridgeDelivered: EventPayload {
  /// The largest payload that is carried along, in bytes.
  package static let maximumPayload = 16 * 1024
  /// The longest part of an objective that is carried along, in bytes.
  package static let maximumObjective = 512

  /// The event that was carried.
  package var source: SourceMark
  package var eventType: String
  package var missionID: MissionID
  package var vpID: VPID
  package var sourceSessionID: String
  package var sourceTurnID: String?
  package var replyMode: String
  /// The mission's status as of that event.
  package var missionStatus: MissionStatus
  /// Where its result is, as of that event.
  package var resultRef: String?
  /// The objective, cut at a character within 512 bytes, or within its first where that alone has more.
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

  /// Makes the item of an event; a payload that is too large is left out, a long objective cut.
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
