/// The types of a queue's events.
package enum QueueEventType: String, Hashable, Sendable, CaseIterable {
  case paused = "vp.queue.paused"
  case resumed = "vp.queue.resumed"
  case imported = "vp.queue.imported"

  /// What every type of a queue's event begins with.
  package static let prefix = "vp.queue."
}
