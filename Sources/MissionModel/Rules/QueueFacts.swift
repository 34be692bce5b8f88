/// The facts about the rest of the queue that matter to one mission.
package struct QueueFacts: Hashable, Sendable {
  /// Whether other missions and workers of the VP are known at all: a capsule holds none.
  package var isWhole = true
  /// Whether the VP is paused now.
  package var isPaused: Bool
  /// Whether any worker of the VP is live now.
  package var isServed: Bool
  /// Whether a running or blocked mission has the same resolved target path.
  package var isTargetTaken: Bool
  /// How many missions of the VP are running or blocked, counted no further than the limit.
  package var held: Int
  package var maxConcurrent: Int
  /// How many claimable missions of the VP come before this one; nil if they weren't counted.
  package var ahead: Int?

  /// Makes the facts.
  package init(
    isPaused: Bool = false, isServed: Bool = true, isTargetTaken: Bool = false, held: Int = 0,
    maxConcurrent: Int = 1, ahead: Int? = nil
  ) {
    self.isPaused = isPaused
    self.isServed = isServed
    self.isTargetTaken = isTargetTaken
    self.held = held
    self.maxConcurrent = maxConcurrent
    self.ahead = ahead
  }
}
