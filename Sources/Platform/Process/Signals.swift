private import CPlatform
private import Glibc

/// What signals do to this process.
package enum Signals {
  /// The signals that ask this process to finish its work and end: SIGTERM, SIGINT, and SIGHUP of a
  /// closing terminal, unless the process was started to ignore that, as by nohup.
  package static let ending: [Int32] =
    [SIGTERM, SIGINT] + (cplatform_ignores_signal(SIGHUP) == 0 ? [SIGHUP] : [])

  /// Makes writes to a closed pipe or beyond a file size limit fail with an errno instead of ending
  /// the process.
  ///
  /// SIGPIPE and SIGXFSZ are caught by an empty handler rather than ignored, since a child would
  /// inherit that they are ignored.
  package static func surviveBrokenWrites() {
    cplatform_swallow_signal(SIGPIPE)
    cplatform_swallow_signal(SIGXFSZ)
  }

  /// Makes a crash, and SIGQUIT, end the process at once, by the system's own action.
  ///
  /// The runtime's handlers first have another program print the stacks of all threads, which may
  /// take a minute; meanwhile a crashed worker would still be there, silent, and its command would
  /// go on. An ignored signal stays ignored.
  package static func crashAtOnce() {
    for signal in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]
    where cplatform_ignores_signal(signal) == 0 {
      cplatform_restore_signal(signal)
    }
  }
}
