import CanonicalJSON
import Logging
import Platform

/// A log of one JSON object a line: its time, its level, its message, and its values.
struct ServerLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  private let now: @Sendable () -> Instant
  private let write: @Sendable (String) -> Void

  init(
    level: Logger.Level, now: @escaping @Sendable () -> Instant,
    write: @escaping @Sendable (String) -> Void
  ) {
    logLevel = level
    self.now = now
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let values = metadata.merging(event.metadata ?? [:]) { _, new in new }
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field("time", now().description)
      writer.field("level", event.level.rawValue)
      writer.field("message", "\(event.message)")
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        writer.field(name, "\(value)")
      }
    }
    write(String(decoding: writer.finish(), as: UTF8.self))
  }
}
