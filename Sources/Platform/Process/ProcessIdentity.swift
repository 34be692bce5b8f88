private import Glibc

/// One process for its whole life: a process id is used again, but not with the same start time.
package struct ProcessIdentity: Hashable, Sendable {
  package let pid: Int32
  /// Clock ticks between the machine's start and the process's (field 22 of `/proc/<pid>/stat`).
  package let startTime: Int64

  package init(pid: Int32, startTime: Int64) {
    self.pid = pid
    self.startTime = startTime
  }

  /// This process.
  package static let current = ProcessIdentity(
    pid: getpid(), startTime: ProcessTable.system.startTime(of: getpid()) ?? 0)
}
