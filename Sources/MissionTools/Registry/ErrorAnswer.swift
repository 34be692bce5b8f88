package import CanonicalJSON
package import MissionModel

/// A failure as every door gives it.
package struct ErrorAnswer: Sendable {
  /// What went wrong.
  package let error: MissionError

  /// Makes the answer to a call that failed.
  package init(_ error: MissionError) {
    self.error = error
  }

  /// `{"ok": false, "error": {…}}`.
  package var json: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writeObject(into: &writer)
    return writer.finish()
  }

  /// Writes the whole object that `json` is.
  package func writeObject(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ok", false)
      writer.field("error", error)
    }
  }
}
