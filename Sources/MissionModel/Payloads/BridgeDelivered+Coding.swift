package import CanonicalJSON
import EventLog
import Platform

extension BridgeDelivered {
  package init(payload: JSONText) throws(JSONError) {
    var source = SourceMarkFields()
    var eventType: String?
    var missionID: MissionID?
    var vpID: VPID?
    var sourceSessionID: String?
    var sourceTurnID: String?
    var replyMode: String?
    var missionStatus: MissionStatus?
    var resultRef: String?
    var objective: String?
    var eventPayload: JSONText?
    var payloadBytes: Int64?
    var eventRecordedAt: Instant?
    var skippedBefore: Int64?
    var isRedelivery = false
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "event_type": eventType = try reader.readString()
      case "mission_id": missionID = try reader.readMissionID()
      case "vp_id": vpID = try reader.readVPID()
      case "source_session_id": sourceSessionID = try reader.readString()
      case "source_turn_id": sourceTurnID = try reader.readOptionalString()
      case "reply_mode": replyMode = try reader.readString()
      case "mission_status": missionStatus = try reader.readChoice()
      case "result_ref": resultRef = try reader.readOptionalString()
      case "objective": objective = try reader.readString()
      case "event_payload": eventPayload = try reader.readOptionalText()
      case "payload_bytes": payloadBytes = try reader.readOptionalCount()
      case "event_recorded_at": eventRecordedAt = try reader.readInstant()
      case "skipped_before": skippedBefore = try reader.readCount()
      case "redelivery": isRedelivery = try reader.readOptionalBool() ?? false
      default: try source.take(key, &reader)
      }
    }
    let mark = try source.mark()
    self.init(
      source: mark, eventType: try eventType.required("event_type"),
      missionID: try missionID.required("mission_id"), vpID: try vpID.required("vp_id"),
      sourceSessionID: try sourceSessionID.required("source_session_id"),
      sourceTurnID: sourceTurnID, replyMode: try replyMode.required("reply_mode"),
      missionStatus: try missionStatus.required("mission_status"), resultRef: resultRef,
      objective: try objective.required("objective"), eventPayload: .null,
      eventRecordedAt: try eventRecordedAt.required("event_recorded_at"),
      skippedBefore: try mark.checked(
        skippedBefore.required("skipped_before"), atMost: mark.event.position - 1),
      isRedelivery: isRedelivery)
    self.eventPayload = eventPayload
    self.payloadBytes = payloadBytes
  }

  package func writeMembers(into object: inout JSONWriter) {
    source.writeMembers(into: &object)
    writeItemMembers(into: &object)
  }

  /// Writes the item for a reader of the feed: everything but the evidence of the source's history.
  package func writeItem(into object: inout JSONWriter) {
    object.field("source_event_id", source.event.description)
    writeItemMembers(into: &object)
  }

  private func writeItemMembers(into object: inout JSONWriter) {
    object.field("event_type", eventType)
    object.field("mission_id", missionID)
    object.field("vp_id", vpID)
    object.field("source_session_id", sourceSessionID)
    object.field("source_turn_id", sourceTurnID)
    object.field("reply_mode", replyMode)
    object.field("mission_status", missionStatus)
    object.field("result_ref", resultRef)
    object.field("objective", objective)
    object.field("event_payload", eventPayload)
    object.fieldIfPresent("payload_bytes", payloadBytes)
    object.field("event_recorded_at", eventRecordedAt)
    object.field("skipped_before", skippedBefore)
    if isRedelivery { object.field("redelivery", true) }
  }
}
