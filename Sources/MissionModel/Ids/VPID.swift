/// The name of a VP, such as `vp.general.primary`.
package struct VPID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name as written.
  package let rawValue: String

  /// Makes an id of `text`, or nil where it isn't shaped like one.
  package init?(_ text: String) {
    guard ReferenceRules.isID(text) else { return nil }
    rawValue = text
  }

  /// Makes an id of text that was validated before it was stored.
  package init(stored: String) { rawValue = stored }

  package var description: String { rawValue }

  package static func < (left: VPID, right: VPID) -> Bool { left.rawValue < right.rawValue }
}
