private import CPlatform
private import Glibc

/// Signals: which are harmless here, and sending them to others.
package enum Signals {
  /// Has writes to a closed pipe or beyond a file size limit fail with an errno instead of ending the process.
  ///
  /// SIGPIPE and SIGXFSZ are caught by a handler that does nothing, rather than ignored, since a child would
  /// inherit that they are ignored.
  package static func surviveBrokenWrites() {
    cplatform_swallow_signal(SIGPIPE)
    cplatform_swallow_signal(SIGXFSZ)
  }

  /// Sends `signal` to every process of the group; false when the group has no process left.
  @discardableResult
  package static func send(_ signal: Int32, toGroup group: Int32) -> Bool {
    precondition(group > 1, "a process group of its own")
    return killpg(group, signal) == 0
  }

  /// Sends `signal` to that very process; false when it has ended, whoever has its id now.
  @discardableResult
  package static func send(_ signal: Int32, to process: ProcessIdentity) -> Bool {
    precondition(process.pid > 1, "a process of one's own")
    let number = cplatform_open_process(process.pid)
    guard number >= 0 else { return false }
    let descriptor = Descriptor(number: number)
    guard ProcessTable.system.isAlive(process) else { return false }
    return cplatform_signal_process(descriptor.number, signal) == 0
  }
}
