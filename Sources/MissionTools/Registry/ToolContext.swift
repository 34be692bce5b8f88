package import MissionControl
import MissionModel

/// What a call works on, and on whose behalf.
package struct ToolContext: Sendable {
  /// The home's lanes.
  package let fleet: Fleet
  /// Who calls, and what the call belongs to.
  package let call: CallContext

  /// Makes a context.
  package init(fleet: Fleet, call: CallContext) {
    self.fleet = fleet
    self.call = call
  }
}
