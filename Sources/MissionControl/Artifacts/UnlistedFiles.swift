/// The entries of a workspace that can't be listed.
package struct UnlistedFiles: Hashable, Sendable {
  /// How many entries have names that are not UTF-8, or are unreadable folders.
  package var count = 0
  /// Whether there are more entries than are visited.
  package var goOn = false
}
