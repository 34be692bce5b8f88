private import CPlatform
private import Glibc

/// What signals do to this process.
package enum Signals {
  /// Those that ask it to end what it does, and then itself: SIGTERM, SIGINT, and SIGHUP of a terminal that closes, unless
  /// whoever started it had it ignore that, as nohup does.
  package static let ending: [Int32] =
    [SIGTERM, SIGINT] + (cplatform_ignores_signal(SIGHUP) == 0 ? [SIGHUP] : [])

  /// Has writes to a closed pipe or beyond a file size limit fail with an errno instead of ending the process.
  ///
  /// SIGPIPE and SIGXFSZ are caught by a handler that does nothing, rather than ignored, since a child would
  /// inherit that they are ignored.
  package static func surviveBrokenWrites() {
    cplatform_swallow_signal(SIGPIPE)
    cplatform_swallow_signal(SIGXFSZ)
  }

  /// Has a crash, and SIGQUIT, end the process at once, by the system's own action.
  ///
  /// The runtime's handlers have another program draw the stacks of all threads first, which may take a minute: for so
  /// long a worker that has crashed would be there and say nothing, and its command would go on. A signal that is ignored
  /// stays so.
  package static func crashAtOnce() {
    for signal in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]
    where cplatform_ignores_signal(signal) == 0 {
      cplatform_restore_signal(signal)
    }
  }
}
