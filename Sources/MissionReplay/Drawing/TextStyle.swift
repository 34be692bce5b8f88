/// What a piece of drawn text means; a door that has colours gives each meaning one.
package enum TextStyle: String, Hashable, Sendable, CaseIterable {
  /// Ordinary text.
  case plain
  /// What a reader's eye should find first: ids, statuses, headings.
  case strong
  /// What may be overlooked: times, units, rulers.
  case faint
  /// Something that went well.
  case good
  /// Something that went wrong.
  case bad
  /// Something that waits for a person or looks wrong.
  case warning
}
