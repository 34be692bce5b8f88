private import CPlatform

/// Which build of the program this is.
package enum BuildInfo {
  /// The release.
  package static let version = "0.1.0"

  /// The commit it was built from, with `+changes` where files differed from it; `unknown` where the build
  /// can't tell, as in tests.
  package static let commit = unsafe String(cString: cplatform_commit())
}
