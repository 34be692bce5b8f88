package import MissionModel
package import Platform

/// The limits of one attempt.
package struct RunPolicy: Hashable, Sendable {
  let budget: Budget
  /// Microseconds without output after which a command counts as stuck; nil for no limit.
  let silenceLimit: Int64?
  let deadline: Instant?
  /// Microseconds between the request to end and the kill.
  let stopGrace: Int64

  /// Makes limits; 0 seconds of silence set no limit.
  package init(
    budget: Budget = .unlimited, silenceSeconds: Double, deadline: Instant? = nil,
    stopGraceSeconds: Double
  ) {
    self.budget = budget
    silenceLimit = silenceSeconds > 0 ? Instant.microseconds(inSeconds: silenceSeconds) : nil
    self.deadline = deadline
    stopGrace = Instant.microseconds(inSeconds: stopGraceSeconds)
  }
}
