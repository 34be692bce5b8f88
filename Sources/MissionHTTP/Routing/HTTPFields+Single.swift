import HTTPTypes
import MissionModel

extension HTTPFields {
  /// The value of a field that a request may hold once; nil where it doesn't hold it.
  ///
  /// - Throws: `validation_error` where it comes more than once: which one is meant, nobody can tell.
  func single(_ name: HTTPField.Name) throws(MissionError) -> String? {
    let values = self[values: name]
    guard values.count <= 1 else {
      throw .validation("the header holds \(name.rawName) more than once", field: name.rawName)
    }
    return values.first
  }
}
