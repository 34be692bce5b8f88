/// The events of one type in a range of the log, measured.
package struct TypeMeasure: Hashable, Sendable {
  /// The events' type.
  package let type: String
  /// How many there are.
  package let events: Int64
  /// The bytes of their payloads.
  package let payloadBytes: Int64
  /// The bytes that the payloads take in the file.
  package let storedBytes: Int64
}
