/// The name of one worker: a process that executes missions for one VP.
package struct WorkerID: Hashable, Sendable, Comparable, CustomStringConvertible {
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

  package static func < (left: WorkerID, right: WorkerID) -> Bool {
    left.rawValue < right.rawValue
  }
}
