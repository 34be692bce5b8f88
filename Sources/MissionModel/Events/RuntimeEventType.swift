/// The types of the runtime ledger's own events.
package enum RuntimeEventType: String, Hashable, Sendable, CaseIterable {
  case delivered = "vp.bridge.delivered"
  case advanced = "vp.bridge.advanced"
  case cursorMoved = "vp.bridge.cursor_moved"
  case acknowledged = "vp.feed.acknowledged"

  /// The prefixes of these events' types.
  static let prefixes = ["vp.bridge.", "vp.feed."]
}
