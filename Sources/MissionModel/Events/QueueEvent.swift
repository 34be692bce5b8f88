/// Everything that can happen to a VP's queue.
package enum QueueEvent: Hashable, Sendable {
  case paused(QueuePaused)
  case resumed(QueueResumed)
  case imported(QueueImported)
  /// A type or a schema that this build doesn't know.
  case unknown(UnknownEvent)
}
