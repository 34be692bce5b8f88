package import Platform

/// A reconciler that steps by the clock, on a thread of its own.
///
/// A lock or a disk that it waits for holds up neither heartbeats nor missions.
package final class ReconcileLoop: Sendable {
  private let isStopped = Condition(false)

  private init() {}

  /// Starts a loop, and returns when its first step is done.
  ///
  /// - Parameters:
  ///   - role: the reconciler, with the observations of its steps so far.
  ///   - everySeconds: the time between the end of a step and the next.
  ///   - notice: called with the report of each step, on the loop's thread; a warning that lasts is
  ///     told once.
  /// - Returns: the loop, to be stopped.
  /// - Throws: where no thread can be made.
  package static func start(
    _ role: ReconcilerRole, everySeconds: Double,
    notice: @escaping @Sendable (ReconcileReport) -> Void = { _ in }
  ) async throws(PlatformError) -> ReconcileLoop {
    let loop = ReconcileLoop()
    let isStopped = loop.isStopped
    let started: Result<Void, PlatformError> = await withCheckedContinuation { first in
      do throws(PlatformError) {
        try PlatformThread.spawn(name: "reconciler") {
          var role = role
          var told: Set<Warning> = []
          func step() {
            var report = role.step()
            let warnings = Set(report.warnings)
            report.warnings.removeAll(where: told.contains)
            told = warnings
            notice(report)
          }
          step()
          first.resume(returning: .success(()))
          while isStopped.wait(upToSeconds: everySeconds, for: { $0 ? true : nil }) == nil {
            step()
          }
        }
      } catch {
        first.resume(returning: .failure(error))
      }
    }
    try started.get()
    return loop
  }

  /// Ends the thread; a step that is under way is not waited for.
  package func stop() {
    isStopped.change { $0 = true }
  }
}
