import HTTPTypes
import MissionModel

extension HTTPFields {
  /// The value of a field that a request may have once; nil where it has none.
  ///
  /// - Throws: `validation_error` for several fields, since the intended one is unknown.
  func single(_ name: HTTPField.Name) throws(MissionError) -> String? {
    let values = self[values: name]
    guard values.count <= 1 else {
      throw .validation("the header holds \(name.rawName) more than once", field: name.rawName)
    }
    return values.first
  }
}
