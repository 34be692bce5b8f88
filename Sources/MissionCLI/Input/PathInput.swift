import ArgumentParser
import MissionModel
import Platform

/// A path given on the command line.
enum PathInput {
  /// Refuses an empty path: joined to a folder it would stand for that folder, or for `/`.
  static func check(_ paths: KeyValuePairs<String, String?>) throws(ValidationError) {
    for (name, path) in paths where path == "" {
      throw ValidationError("\(name) is empty: give a path.")
    }
  }

  /// Refuses the path of a new file at which something lies already.
  ///
  /// - Throws: `validation_error` of the field.
  static func checkIsNew(_ path: String, field: String) throws(MissionError) {
    guard (try? FileSystem.info(path)) == nil else {
      throw .validation(
        "\(path) already exists: name a new file, or move it away", field: field)
    }
  }
}
