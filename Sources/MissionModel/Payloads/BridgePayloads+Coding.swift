package import CanonicalJSON
import EventLog

extension BridgeAdvanced {
  package init(payload: JSONText) throws(JSONError) {
    var source = SourceMarkFields()
    var skipped: Int64?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "skipped": skipped = try reader.readCount()
      default: try source.take(key, &reader)
      }
    }
    let mark = try source.mark()
    self.init(
      source: mark,
      skipped: try mark.checked(skipped.required("skipped"), atMost: mark.event.position))
  }

  package func writeMembers(into object: inout JSONWriter) {
    source.writeMembers(into: &object)
    object.field("skipped", skipped)
  }
}

extension BridgeCursorMoved {
  package init(payload: JSONText) throws(JSONError) {
    var ledger: String?
    var action: Action?
    var requested: Int64?
    var target: Int64?
    var head: Int64?
    var previous: Int64?
    var clamped = false
    var lineage: String?
    var leaf: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "ledger": ledger = try reader.readString()
      case "action": action = try reader.readChoice()
      case "requested": requested = try reader.readOptionalInt64()
      case "target": target = try reader.readCount()
      case "head": head = try reader.readCount()
      case "previous": previous = try reader.readCount()
      case "clamped": clamped = try reader.readBool()
      case "source_lineage": lineage = try reader.readString()
      case "source_leaf": leaf = try reader.readOptionalString()
      default: try reader.skip()
      }
    }
    self.init(
      ledger: try ledger.required("ledger"), action: try action.required("action"),
      requested: requested, target: try target.required("target"), head: try head.required("head"),
      previous: try previous.required("previous"), clamped: clamped,
      lineage: try lineage.required("source_lineage"), leaf: leaf)
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("source_leaf", leaf)
    object.field("source_lineage", lineage)
    writeMove(into: &object)
  }

  /// Writes the move for an operator.
  package func writeMove(into object: inout JSONWriter) {
    object.field("action", action)
    object.field("clamped", clamped)
    object.field("head", head)
    object.field("ledger", ledger)
    object.field("previous", previous)
    object.field("requested", requested)
    object.field("target", target)
  }
}

extension FeedAcknowledged {
  package init(payload: JSONText) throws(JSONError) {
    var sourceSessionID: String?
    var place: Int64?
    var items: Int64?
    var progressItems: Int64?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "source_session_id": sourceSessionID = try reader.readString()
      case "place": place = try reader.readCount()
      case "items": items = try reader.readCount()
      case "progress_items": progressItems = try reader.readCount()
      default: try reader.skip()
      }
    }
    self.init(
      sourceSessionID: try sourceSessionID.required("source_session_id"),
      place: try place.required("place"), items: try items.required("items"),
      progressItems: try progressItems.required("progress_items"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("items", items)
    object.field("place", place)
    object.field("progress_items", progressItems)
    object.field("source_session_id", sourceSessionID)
  }
}
