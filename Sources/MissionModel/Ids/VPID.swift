/// The name of a VP, a kind of worker agent with a queue of its own, such as `vp.general.primary`.
package struct VPID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name as written.
  package let rawValue: String

  /// Makes an id from `text`; nil if it doesn't have an id's shape.
  package init?(_ text: String) {
    guard ReferenceRules.isID(text) else { return nil }
    rawValue = text
  }

  /// Makes an id from text that was validated before it was stored.
  package init(stored: String) { rawValue = stored }

  package var description: String { rawValue }

  package static func < (left: VPID, right: VPID) -> Bool { left.rawValue < right.rawValue }
}
