private import CPlatform
private import Glibc

/// Signals that are harmless here.
package enum Signals {
  /// Has writes to a closed pipe or beyond a file size limit fail with an errno instead of ending the process.
  ///
  /// SIGPIPE and SIGXFSZ are caught by a handler that does nothing, rather than ignored, since a child would
  /// inherit that they are ignored.
  package static func surviveBrokenWrites() {
    cplatform_swallow_signal(SIGPIPE)
    cplatform_swallow_signal(SIGXFSZ)
  }
}
