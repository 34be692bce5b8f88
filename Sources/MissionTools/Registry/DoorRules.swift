package import MissionModel

/// How tools behave at a door: a model takes in less than people and programs do.
package struct DoorRules: Hashable, Sendable {
  /// The most seconds that a call waits, whatever it asks for.
  package var longestWait: Double?
  /// The lease of a claim that names none, in seconds; nil for the configured one.
  package var lease: Double?
  /// The bytes at which texts of a mission's full object are cut unless `full` is asked for.
  package var textBytes: Int?
  /// The bytes that an answer stays below unless more is asked for.
  var answerBytes: Int?
  /// Whether the caller is served `vp_get_mission`, which reads what an answer cuts.
  package var readsMissions = true
  /// Whether the door may change nothing, so that a tool's `writing` parameter is refused.
  package var readsOnly = false

  /// Everything as it is.
  package static let none = DoorRules()
  /// What a model can take in, and a client waits for.
  package static let mcp = DoorRules(
    longestWait: 50, lease: 900, textBytes: 4_096, answerBytes: 20_000)
}

extension MissionError {
  /// The error of a call that the end of its door cuts off.
  package static let serverIsEnding = MissionError(
    .unavailable, "the server is stopping; try again once it is back", retryAfterMs: 1_000)
}
