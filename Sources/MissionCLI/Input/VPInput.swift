import MissionModel

/// A VP given on the command line.
enum VPInput {
  /// Reads a text as an id.
  static func id(_ text: String) throws -> VPID {
    guard let id = VPID(text) else {
      throw MissionError(
        .validationError,
        "'\(text)' is not a VP's id: use letters, digits and . _ : -, such as vp.general.primary")
    }
    return id
  }
}
