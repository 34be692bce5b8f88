import CanonicalJSON
import MissionTools
import Testing

/// The schemas that doors publish, as texts; whether answers keep to them is held by a validator in
/// tools/interop.
@Suite struct SchemaTests {
  private func object(_ body: (inout JSONWriter) -> Void) throws -> JSONText {
    var writer = JSONWriter(order: .asWritten)
    writer.object(body)
    return try JSONText(canonicalizing: writer.finish())
  }

  private func members(_ text: JSONText) throws -> [String: JSONText] {
    var reader = JSONReader(text)
    var found: [String: JSONText] = [:]
    try reader.readObject { key, reader throws(JSONError) in
      found[key.string] = try reader.readText()
    }
    return found
  }

  @Test func anInputIsAClosedObjectWhosePropertiesAreDescribed() throws {
    for tool in Tools.all {
      let schema = try members(try object { tool.writeInputSchema(into: &$0) })
      #expect(schema["type"]?.string == #""object""#)
      #expect(schema["additionalProperties"]?.string == "false")
      for banned in ["oneOf", "anyOf", "allOf"] { #expect(schema[banned] == nil) }
      let text = try #require(schema["properties"])
      let properties = try members(text)
      #expect(Set(properties.keys) == Set(tool.parameters.map(\.name)))
      for (name, property) in properties {
        #expect(try members(property)["description"] != nil, "\(tool.name) \(name)")
      }
    }
  }

  @Test func plumbingComesLast() {
    for tool in Tools.all {
      let plumbing = tool.parameters.map { $0.summary.contains("usually omit") }
      #expect(plumbing == plumbing.sorted { !$0 && $1 }, "\(tool.name)")
    }
  }

  @Test func aParameterSaysItsBoundsAndItsDefault() throws {
    let limit = try #require(
      Tools.named("vp_list_missions")?.parameters.first { $0.name == "limit" })
    #expect(limit.description == "How many missions to list. (1 to 500; default 20)")
    let schema = try object { writer in
      writer.key("limit")
      limit.writeSchema(into: &writer)
    }
    let property = try #require(try members(schema)["limit"])
    let written = try members(property)
    #expect(written["minimum"]?.string == "1" && written["maximum"]?.string == "500")
    #expect(written["default"]?.string == "20")
  }

  @Test func aListWithoutABoundNamesNone() throws {
    let criteria = try #require(
      Tools.named("vp_dispatch_mission")?.parameters.first { $0.name == "success_criteria" })
    let schema = try object { writer in
      writer.key("criteria")
      criteria.writeSchema(into: &writer)
    }
    #expect(!schema.string.contains("maxItems"))
    #expect(criteria.description == "The criteria that the work is judged by. (default [])")
    #expect(criteria.wanted == "a list of texts")
  }

  @Test func everyShapeThatIsPointedAtIsListed() throws {
    for tool in Tools.all {
      let schema = try object { tool.writeOutputSchema(into: &$0) }
      let named = Set(schema.string.matches(of: /#\/\$defs\/([a-z_]+)/).map { String($0.output.1) })
      let listed = try members(schema)["$defs"].map { Set(try members($0).keys) } ?? []
      #expect(named == listed, "\(tool.name)")
    }
  }

  @Test func whatAnImportKeepsAsItsRowHasItMayBeAnything() throws {
    let schema = try object { Schema.writeObject(Shape.mission.fields, into: &$0) }
    let properties = try #require(try members(schema)["properties"])
    for name in ["priority", "budget"] {
      let field = try #require(try members(properties)[name])
      #expect(try members(field).keys.sorted() == ["description"])
    }
  }

  @Test func aShapeIsListedWhereADocumentKeepsItsShapes() throws {
    let tool = try #require(Tools.named("vp_cancel_mission"))
    let schema = try object { tool.writeOutputSchema(into: &$0, shapes: "#/components/schemas/") }
    #expect(schema.string.contains(##""$ref":"#/components/schemas/mission_summary""##))
    #expect(!schema.string.contains("$defs"))
  }
}
