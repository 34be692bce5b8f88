package import Platform

/// Thrown when nothing more can be written to a stream.
package struct OutputClosed: Error {
  /// What its disk refused; nil where its reader has gone, and the command ends quietly.
  package var cause: PlatformError?
}
