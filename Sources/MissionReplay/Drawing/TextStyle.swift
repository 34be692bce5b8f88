/// The meaning of a piece of drawn text; a door that has colours gives each meaning one.
package enum TextStyle: String, Hashable, Sendable, CaseIterable {
  /// Ordinary text.
  case plain
  /// A text that a reader's eye should find first: ids, statuses, headings.
  case strong
  /// A text that may be overlooked: times, units, rulers.
  case faint
  /// Something that went well.
  case good
  /// Something that went wrong.
  case bad
  /// Something that waits for a person or looks wrong.
  case warning
}
