import CanonicalJSON

extension JSONText {
  /// A text member of an object; nil if there is none, or for any other value.
  func text(of name: String) -> String? {
    var reader = JSONReader(self)
    var found: String?
    do throws(JSONError) {
      try reader.readObject { (key, reader) throws(JSONError) in
        if key == name { found = try reader.readOptionalString() }
      }
    } catch {
      return nil
    }
    return found
  }
}
