import CanonicalJSON
import HTTPTypes
import MissionControl
import MissionTools

extension Route {
  /// The schema of a body.
  enum BodySchema {
    /// An object of these members.
    case fields([Field])
    /// A named shape of the document.
    case reference(String)
    /// Text, or bytes, of any kind.
    case text
    /// Any JSON.
    case any
  }

  /// Writes the route as an operation of OpenAPI.
  func writeOperation(into writer: inout JSONWriter) {
    writer.field("operationId", operationID)
    writer.field("summary", summary)
    if access == .everybody { writer.field("security", array: { _ in }) }
    if case .scope(let scope) = access { writer.field("x-missionlog-scope", scope.rawValue) }
    let named = parameters.filter { path.parameters.contains($0.name) }
    let others = parameters.filter { !path.parameters.contains($0.name) }
    writer.field(
      "parameters",
      array: { writer in
        for parameter in named {
          writer.element(object: { write(parameter, in: "path", required: true, into: &$0) })
        }
        for parameter in method == .get ? others : [] {
          writer.element(
            object: { write(parameter, in: "query", required: parameter.isRequired, into: &$0) })
        }
        for header in allHeaders {
          writer.element(object: { write(header, in: "header", required: false, into: &$0) })
        }
      })
    if method == .post { writer.field("requestBody", object: { writeBody(others, into: &$0) }) }
    writer.field("responses", object: writeResponses)
  }

  private var operationID: String {
    let words = path.segments.map { segment in
      switch segment {
      case .word(let word): word
      case .parameter(let name), .rest(let name): name
      }
    }
    return ([method.rawValue.lowercased()] + words.filter { !["api", "v1"].contains($0) })
      .joined(separator: "_").replacing(".", with: "_")
  }

  private func write(
    _ parameter: Parameter, in place: String, required: Bool, into writer: inout JSONWriter
  ) {
    writer.field("name", parameter.name)
    writer.field("in", place)
    writer.field("required", required)
    writer.key("schema")
    parameter.writeSchema(into: &writer)
  }

  private func writeBody(_ parameters: [Parameter], into writer: inout JSONWriter) {
    writer.field("required", parameters.contains(where: \.isRequired) || takesRawBody)
    writer.field(
      "content",
      object: { writer in
        writer.field(
          MediaType.json,
          object: { writer in
            writer.field(
              "schema",
              object: { writer in
                if !takesRawBody { Parameter.writeObject(parameters, into: &writer) }
              })
          })
      })
  }

  private func writeResponses(into writer: inout JSONWriter) {
    for status in statuses {
      writer.field(
        "\(status)",
        object: { writer in
          writer.field("description", Self.meaning(status))
          writer.field(
            "headers",
            object: { writer in
              OpenAPI.writeHeaders(into: &writer)
              if content == .lines { OpenAPI.writeWarningsHeader(into: &writer) }
            })
          guard !Self.bare.contains(status) else { return }
          Self.writeContent(contents, into: &writer)
        })
    }
    for status in refusals where !statuses.contains(status) {
      writer.field(
        "\(status)",
        object: { writer in
          guard content == .messages else {
            return writer.field("$ref", "#/components/responses/error")
          }
          // The door has its own form of an error, beside that of every route.
          writer.field("description", "A refusal.")
          writer.field("headers", object: OpenAPI.writeHeaders)
          Self.writeContent([(MediaType.json, .any)], into: &writer)
        })
    }
  }

  /// The statuses of answers without a body.
  private static let bare = [202, 204, 304]

  /// The statuses of the refusals that a request may get.
  private var refusals: [Int] {
    let always = [400, 403, 421, 429, 500, 503]
    guard access != .everybody else { return always }
    let body = method == .post ? [409, 413, 415, 507] : []
    let file = content == .file ? [412, 416] : []
    let door = content == .messages ? [406] : []
    return (always + [401, 404] + door + body + file).sorted()
  }

  /// Every media type that a success may have.
  private var contents: [(type: String, schema: BodySchema)] {
    switch content {
    case .answer(let fields): [(MediaType.json, .fields(fields))]
    case .answerOrEvents(let fields):
      [(MediaType.json, .fields(fields)), (MediaType.events, .text)]
    case .document: [(MediaType.json, .any)]
    case .messages: [(MediaType.json, .any), (MediaType.events, .text)]
    case .text(let type): [(type, .text)]
    case .lines: [(MediaType.lines, .text)]
    case .file: [("application/octet-stream", .text), (MediaType.text, .text)]
    }
  }

  /// Writes what a body may hold, by its media type.
  static func writeContent(
    _ contents: [(type: String, schema: BodySchema)], into writer: inout JSONWriter
  ) {
    writer.field(
      "content",
      object: { writer in
        for (type, schema) in contents {
          writer.field(
            type,
            object: { writer in
              writer.key("schema")
              write(schema, into: &writer)
            })
        }
      })
  }

  private static func write(_ schema: BodySchema, into writer: inout JSONWriter) {
    switch schema {
    case .fields(let fields):
      Schema.object(fields).write(into: &writer, shapes: OpenAPI.shapes)
    case .reference(let name): writer.object { $0.field("$ref", OpenAPI.shapes + name) }
    case .text: writer.object { $0.field("type", "string") }
    case .any: writer.object { _ in }
    }
  }

  private static func meaning(_ status: Int) -> String {
    switch status {
    case 201: "Created."
    case 202: "Accepted."
    case 204: "The request was withdrawn."
    case 206: "The requested part."
    case 304: "The client's copy is current."
    case 503: "Not ready; the answer names what doesn't work."
    default: "The answer."
    }
  }
}
