import CanonicalJSON
import Platform

/// One span in the form of OTLP/JSON: ids in hexadecimal, 64-bit numbers as strings, enumerations
/// as numbers.
struct TraceSpan: Sendable {
  /// The numbers of OTLP's `SpanKind`.
  enum Kind: Int, Sendable {
    case `internal` = 1
    case client = 3
  }

  /// The numbers of OTLP's `StatusCode`.
  enum Status: Int, Sendable {
    case unset = 0
    case ok = 1
    case error = 2
  }

  /// The value of an attribute.
  enum Value: Hashable, Sendable {
    case text(String)
    case number(Int)
    case fraction(Double)
    case flag(Bool)
    case texts([String])
  }

  /// Something that happened within a span.
  struct Event: Sendable {
    let name: String
    let at: Instant
    let attributes: [(String, Value?)]
  }

  var id: String
  var parent: String?
  var name: String
  var kind = Kind.internal
  var start: Instant
  var end: Instant
  var attributes: [(String, Value?)] = []
  var events: [Event] = []
  /// Another span's id, in the same trace, and the relation to it.
  var link: (id: String, relation: String)?
  var status = Status.unset
  var message: String?

  /// Writes the span as a member of a trace.
  func write(in traceID: String, into writer: inout JSONWriter) {
    writer.field("traceId", traceID)
    writer.field("spanId", id)
    writer.fieldIfPresent("parentSpanId", parent)
    writer.field("name", name)
    writer.field("kind", kind.rawValue)
    writer.field("startTimeUnixNano", Self.nanoseconds(start))
    writer.field("endTimeUnixNano", Self.nanoseconds(max(start, end)))
    Self.write(attributes, into: &writer)
    if !events.isEmpty {
      writer.field(
        "events",
        array: { writer in
          for event in events {
            writer.element(object: { writer in
              writer.field("timeUnixNano", Self.nanoseconds(event.at))
              writer.field("name", event.name)
              Self.write(event.attributes, into: &writer)
            })
          }
        })
    }
    if let link {
      writer.field(
        "links",
        array: { writer in
          writer.element(object: { writer in
            writer.field("traceId", traceID)
            writer.field("spanId", link.id)
            Self.write([("missionlog.relation", .text(link.relation))], into: &writer)
          })
        })
    }
    writer.field(
      "status",
      object: { writer in
        if status != .unset { writer.field("code", status.rawValue) }
        writer.fieldIfPresent("message", message)
      })
  }

  /// Writes attributes, those without a value left out.
  static func write(_ attributes: [(String, Value?)], into writer: inout JSONWriter) {
    writer.field(
      "attributes",
      array: { writer in
        for (key, value) in attributes {
          guard let value else { continue }
          writer.element(object: { writer in
            writer.field("key", key)
            writer.field("value", value)
          })
        }
      })
  }

  private static func nanoseconds(_ instant: Instant) -> String {
    let (product, isTooMuch) = instant.microseconds.multipliedReportingOverflow(by: 1_000)
    return isTooMuch || product < 0 ? "0" : "\(product)"
  }
}

extension TraceSpan.Value: JSONWritable {
  /// Writes the value as OTLP's `AnyValue`.
  func write(into writer: inout JSONWriter) {
    writer.object { writer in
      switch self {
      case .text(let text): writer.field("stringValue", text)
      case .number(let number): writer.field("intValue", "\(number)")
      case .fraction(let number): writer.field("doubleValue", number)
      case .flag(let flag): writer.field("boolValue", flag)
      case .texts(let texts):
        writer.field(
          "arrayValue",
          object: { writer in
            writer.field(
              "values",
              array: { writer in
                for text in texts { writer.element(TraceSpan.Value.text(text)) }
              })
          })
      }
    }
  }
}
