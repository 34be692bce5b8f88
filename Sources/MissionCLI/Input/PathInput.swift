import ArgumentParser

/// A path given on the command line.
enum PathInput {
  /// Refuses an empty path: joined to a folder it would stand for that folder, or for `/`.
  static func check(_ paths: KeyValuePairs<String, String?>) throws(ValidationError) {
    for (name, path) in paths where path == "" {
      throw ValidationError("\(name) is empty: it wants a path")
    }
  }
}
