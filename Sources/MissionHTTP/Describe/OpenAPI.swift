import CanonicalJSON
import HTTPTypes
import MissionControl
import MissionTools
import Platform

/// The description of a server in OpenAPI 3.1, made from its routes: their parameters, and all
/// their answers.
struct OpenAPI {
  /// Where the document lists the shapes that answers share.
  static let shapes = "#/components/schemas/"

  let routes: [Route]

  /// The whole document.
  var document: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field("openapi", "3.1.0")
      writer.field("info", object: Self.writeInfo)
      writer.field("security", array: { $0.element(object: { $0.field("bearer", [String]()) }) })
      writer.field("paths", object: writePaths)
      writer.field("components", object: writeComponents)
    }
    return writer.finish()
  }

  /// The route of the document; it describes itself too.
  static func route(of others: [Route]) -> Route {
    let placeholder = Route(
      .get, "/openapi.json", .scope(.read), "This description, in OpenAPI 3.1.", content: .document
    ) { _ in Reply(type: MediaType.json, []) }
    let document = OpenAPI(routes: others + [placeholder]).document
    return Route(
      .get, "/openapi.json", .scope(.read), placeholder.summary, content: .document
    ) { _ in Reply(type: MediaType.json, document) }
  }

  private static func writeInfo(into writer: inout JSONWriter) {
    writer.field("title", "missionlog")
    writer.field("version", BuildInfo.version)
    writer.field(
      "description",
      "The flight recorder and control plane of a fleet of agents. Every answer is an object with ok; "
        + "every error has the one shape of error. A member of a body that is null counts as not given. "
        + "A token's scopes: read for each GET, dispatch and work for their POSTs, admin for all.")
  }

  private func writePaths(into writer: inout JSONWriter) {
    var paths: [String] = []
    for route in routes where !paths.contains(route.path.description) {
      paths.append(route.path.description)
    }
    for path in paths {
      writer.field(
        path,
        object: { writer in
          for route in routes where route.path.description == path {
            writer.field(route.method.rawValue.lowercased(), object: route.writeOperation)
          }
        })
    }
  }

  private func writeComponents(into writer: inout JSONWriter) {
    writer.field(
      "securitySchemes",
      object: { writer in
        writer.field(
          "bearer",
          object: { writer in
            writer.field("type", "http")
            writer.field("scheme", "bearer")
          })
      })
    writer.field(
      "schemas",
      object: { writer in
        for shape in Shape.allCases {
          writer.key(shape.rawValue)
          Schema.object(shape.fields).write(into: &writer, about: shape.about, shapes: Self.shapes)
        }
        writer.key("error")
        Schema.object(Self.error).write(
          into: &writer, about: "The body of every refusal.", shapes: Self.shapes)
      })
    writer.field(
      "responses",
      object: { writer in
        writer.field(
          "error",
          object: { writer in
            writer.field("description", "A refusal: what was wrong, and what to do.")
            writer.field("headers", object: Self.writeHeaders)
            Route.writeContent([(MediaType.json, .reference("error"))], into: &writer)
          })
      })
  }

  /// Writes the header fields of every answer.
  static func writeHeaders(into writer: inout JSONWriter) {
    writer.field(
      "X-Request-Id",
      object: { writer in
        writer.field(
          "description", "The request's id: the client's own, or one that the server made.")
        writer.field("schema", object: { $0.field("type", "string") })
      })
  }

  /// Writes the further header field of an answer of lines.
  static func writeWarningsHeader(into writer: inout JSONWriter) {
    writer.field(
      HeaderName.warnings,
      object: { writer in
        writer.field(
          "description",
          "Present if something is left out, such as an unreadable ledger: a JSON object in ASCII "
            + "whose warnings say what. Warnings found while sending are in the trailer of that name, with the others."
        )
        writer.field("schema", object: { $0.field("type", "string") })
      })
  }

  private static let error = [
    Field("ok", .boolean),
    Field(
      "error",
      .object([
        Field("code", .text), Field("message", .text, "What was wrong, and what to do."),
        Field("retryable", .boolean, "Whether the same call may succeed later."),
        Field("retry_after_ms", .count, optional: true),
        Field("details", .anyObject, optional: true),
      ])),
  ]
}
