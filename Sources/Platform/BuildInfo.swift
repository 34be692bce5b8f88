private import Synchronization

/// Which build of the program this is.
package enum BuildInfo {
  /// The release.
  package static let version = "0.1.0"

  /// The commit it was built from, with `+changes` where files differed from it.
  ///
  /// `unknown` until the program has said, as in tests.
  package static var commit: String { stamped.withLock { $0 } }

  /// Sets the commit; the program does so before anything else.
  package static func stamp(commit: String) {
    stamped.withLock { $0 = commit }
  }

  private static let stamped = Mutex("unknown")
}
