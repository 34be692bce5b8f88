import CanonicalJSON
import Platform

extension NewEvent {
  /// The type of the event that precedes the first one of another build.
  package static let writerChangedType = "log.writer_changed"

  /// The event that precedes the first one that another build of this program writes to a ledger.
  static var writerChanged: NewEvent {
    var writer = JSONWriter(order: .sorted)
    writer.object { object in
      object.field("commit", BuildInfo.commit)
      object.field("version", BuildInfo.version)
    }
    return NewEvent(type: writerChangedType, payload: writer.finishText(), actor: "log")
  }
}

extension StreamName {
  /// The stream of events about the log itself.
  package static let log = StreamName(trusted: "log")
}
