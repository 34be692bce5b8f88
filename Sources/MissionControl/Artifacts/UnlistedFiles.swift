/// What lies in a workspace and can't be listed.
package struct UnlistedFiles: Hashable, Sendable {
  /// How many things have names that are not UTF-8, or are folders that can't be read.
  package var count = 0
  /// Whether there is more than is looked at.
  package var goOn = false
}
