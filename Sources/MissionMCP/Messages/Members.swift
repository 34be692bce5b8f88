import CanonicalJSON

/// The members of a JSON object, each as its text; one that is null counts as absent.
struct Members: Sendable {
  private let values: [String: JSONText]

  /// An object without members.
  static let none = Members(values: [:])

  private init(values: [String: JSONText]) { self.values = values }

  /// Reads an object.
  ///
  /// - Throws: an error for a value of another type.
  init(_ object: JSONText) throws(JSONError) {
    values = try object.members.filter { $0.value != .null }
  }

  /// The member's text; nil where it isn't there.
  subscript(_ name: String) -> JSONText? { values[name] }

  /// The names, in no order.
  var names: some Collection<String> { values.keys }

  /// The member, where it is a string.
  func string(_ name: String) -> String? {
    guard let text = values[name] else { return nil }
    var reader = JSONReader(text)
    return try? reader.readString()
  }

  /// The member's own members, where it is an object.
  func members(_ name: String) -> Members? {
    values[name].flatMap { try? Members($0) }
  }
}
