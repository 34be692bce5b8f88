package import CanonicalJSON
package import EventLog

extension MissionError {
  /// Makes a `validation_error`, naming the field in the details.
  package static func validation(_ message: String, field: String? = nil) -> MissionError {
    MissionError(
      .validationError, message,
      details: field.map { name in JSONText.object { $0.field("field", name) } })
  }

  /// Makes the `validation_error` that names all unknown fields at once.
  static func unknownFields(_ names: [String]) -> MissionError {
    let list = names.joined(separator: ", ")
    return MissionError(
      .validationError,
      "unknown \(names.count == 1 ? "field" : "fields") \(list): see the fields of a dispatch; "
        + "put data of your own into metadata",
      details: JSONText.object { $0.field("unknown_fields", names) })
  }

  /// Makes the error for an unknown mission.
  package static func unknownMission(_ id: MissionID) -> MissionError {
    MissionError(.notFound, "there is no mission \(id): list shows the missions")
  }
}

extension MissionError: JSONWritable {
  /// Writes the contract's error object: the value of `error` in an answer.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("code", code.rawValue)
      object.field("message", message)
      object.field("retryable", retryable)
      object.fieldIfPresent("retry_after_ms", retryAfterMs)
      object.fieldIfPresent("details", details)
    }
  }
}

extension MissionError {
  /// Makes the error for an event that a newer build wrote; with its id, if known.
  package static func newerSchema(type: String, schema: Int, at id: EventID? = nil) -> MissionError
  {
    MissionError(
      .eventSchemaTooNew,
      (id.map { "\($0): " } ?? "")
        + "\(type) is of schema \(schema), which is newer than this build reads: use the build that wrote it, "
        + "or a later one")
  }
}
