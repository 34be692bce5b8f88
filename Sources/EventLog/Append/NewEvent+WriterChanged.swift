import CanonicalJSON
import Platform

extension NewEvent {
  /// The event that is appended when another build of this program first writes to a ledger.
  static var writerChanged: NewEvent {
    var writer = JSONWriter(order: .sorted)
    writer.object { object in
      object.field("commit", BuildInfo.commit)
      object.field("version", BuildInfo.version)
    }
    return NewEvent(type: "log.writer_changed", payload: writer.finishText(), actor: "log")
  }
}

extension StreamName {
  /// The stream of what concerns the log itself.
  package static let log = StreamName(trusted: "log")
}
