/// The proof that a worker shows with every write: its own name and the attempt that it claimed.
///
/// Only the token of the mission's current claim can change anything.
package struct FencingToken: Hashable, Sendable, CustomStringConvertible {
  /// The worker that writes.
  package let worker: WorkerID
  /// The attempt it was given, from 1.
  package let attempt: Int

  /// Makes the token of `worker` for `attempt`.
  package init(worker: WorkerID, attempt: Int) {
    self.worker = worker
    self.attempt = attempt
  }

  package var description: String { "\(worker), attempt \(attempt)" }
}
