/// The columns of every query and every insert of events, each by its index.
enum EventColumn {
  /// Their names, in that order.
  static let names = """
    position, stream, version, type, schema, recorded_at, occurred_at, actor, causation, \
    request_id, trace_id, size, codec, leaf, payload, node, stream_name, stream_salt
    """
  /// A placeholder for each.
  static let placeholders = names.split(separator: ",").map { _ in "?" }.joined(separator: ",")

  static let position = 0
  static let stream = 1
  static let version = 2
  static let type = 3
  static let schema = 4
  static let recordedAt = 5
  static let occurredAt = 6
  static let actor = 7
  static let causation = 8
  static let requestID = 9
  static let traceID = 10
  static let size = 11
  static let codec = 12
  static let leaf = 13
  static let payload = 14
  static let node = 15
  static let streamName = 16
  static let streamSalt = 17
}
