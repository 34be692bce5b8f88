/// What a JSON value looks like, as JSON Schema 2020-12 says it.
///
/// A shape that several answers share is written once, under a name, and referred to: each document
/// lists the shapes that it uses where its readers look for them.
package indirect enum Schema: Hashable, Sendable {
  /// Any text.
  case text
  /// A time: ISO-8601, UTC, six decimals.
  case time
  /// One of a few words.
  case word([String])
  /// A whole number from a least value on.
  case integer(from: Int)
  /// A number.
  case number
  /// True or false.
  case boolean
  /// Elements that look alike.
  case list(Schema)
  /// Members that are all named, and no others.
  case object([Field])
  /// Members that nobody names beforehand.
  case anyObject
  /// Any value.
  case any
  /// The shape of a name.
  case shape(Shape)
  /// The same, or null.
  case nullable(Schema)

  /// A whole number of any size.
  package static let count = Schema.integer(from: 0)

  /// Every shape that is pointed at, those within shapes too, by their names.
  package var shapes: [Shape] {
    var found: Set<Shape> = []
    collect(into: &found)
    return found.sorted { $0.rawValue < $1.rawValue }
  }

  private func collect(into found: inout Set<Shape>) {
    switch self {
    case .list(let schema), .nullable(let schema): schema.collect(into: &found)
    case .object(let fields): for field in fields { field.schema.collect(into: &found) }
    case .shape(let shape):
      if found.insert(shape).inserted { Schema.object(shape.fields).collect(into: &found) }
    default: return
    }
  }
}

/// A member of an object: its name, what it holds, and what that means.
package struct Field: Hashable, Sendable {
  package let name: String
  package let schema: Schema
  /// One line: what it means, with its unit; nil where the name says it all.
  package let about: String?
  /// Whether it is left out where there is nothing to say.
  package let isOptional: Bool

  /// Makes a member that is always there.
  package init(_ name: String, _ schema: Schema, _ about: String? = nil, optional: Bool = false) {
    self.name = name
    self.schema = schema
    self.about = about
    isOptional = optional
  }
}
