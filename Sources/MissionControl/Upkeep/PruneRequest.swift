/// A request to empty workspaces.
package struct PruneRequest: Hashable, Sendable {
  /// The least number of seconds since a mission's end.
  package var olderThanSeconds = 30.0 * 86_400
  /// Whether only to report what would be done.
  package var isRehearsal = false

  package init() {}
}
