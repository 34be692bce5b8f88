package import MissionModel

/// How tools behave at a door, where doors differ: what people and programs can take in, a model may not.
package struct DoorRules: Hashable, Sendable {
  /// No call waits longer, whatever it asks for; in seconds.
  package var longestWait: Double?
  /// The lease of a claim that names none, in seconds; nil for the configured one.
  package var lease: Double?
  /// Texts of a mission's whole object are cut at so many bytes unless `full` is asked for.
  package var textBytes: Int?
  /// An answer stays below so many bytes unless more is asked for.
  var answerBytes: Int?
  /// Whether the caller is served `vp_get_mission`, by which it can read what an answer cuts.
  package var readsMissions = true
  /// Whether nothing may be changed, so that no parameter by which a tool writes is taken.
  package var readsOnly = false

  /// Everything as it is.
  package static let none = DoorRules()
  /// What a model can take in, and a client waits for.
  package static let mcp = DoorRules(
    longestWait: 50, lease: 900, textBytes: 4_096, answerBytes: 20_000)
}

extension MissionError {
  /// What a call is answered that the end of its door cuts off.
  package static let serverIsEnding = MissionError(
    .unavailable, "the server is going; try again once it is back", retryAfterMs: 1_000)
}
