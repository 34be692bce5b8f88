/// The types of a queue's events.
package enum QueueEventType: String, Hashable, Sendable, CaseIterable {
  case paused = "vp.queue.paused"
  case resumed = "vp.queue.resumed"
  case imported = "vp.queue.imported"

  /// The prefix of every type of a queue's event.
  package static let prefix = "vp.queue."
}
