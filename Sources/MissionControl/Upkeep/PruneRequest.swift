/// Which workspaces are to be emptied.
package struct PruneRequest: Hashable, Sendable {
  /// Missions that ended so many seconds ago, or longer.
  package var olderThanSeconds = 30.0 * 86_400
  /// Whether to say only what would be done.
  package var isRehearsal = false

  package init() {}
}
