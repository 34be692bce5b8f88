package import Platform

/// A reconciler that steps by the clock, on a thread of its own.
///
/// Nothing that it waits for (a lock, a disk) can hold up heartbeats or missions.
package final class ReconcileLoop: Sendable {
  private let isStopped = Condition(false)

  /// Does the first step at once, and each later one `everySeconds` after the last has ended.
  ///
  /// - Parameters:
  ///   - role: the reconciler; it has seen what its steps so far have.
  ///   - everySeconds: the time between two steps.
  ///   - notice: is told what each step came to, on the loop's thread.
  package init(
    _ role: ReconcilerRole, everySeconds: Double,
    notice: @escaping @Sendable (ReconcileReport) -> Void = { _ in }
  ) throws(PlatformError) {
    let isStopped = isStopped
    try PlatformThread.spawn(name: "reconciler") {
      var role = role
      repeat {
        notice(role.step())
      } while isStopped.wait(upToSeconds: everySeconds, for: { $0 ? true : nil }) == nil
    }
  }

  /// Ends the thread; a step that is under way is not waited for.
  package func stop() {
    isStopped.change { $0 = true }
  }
}
