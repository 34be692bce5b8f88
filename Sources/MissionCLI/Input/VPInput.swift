import MissionModel

/// A VP given on the command line.
enum VPInput {
  /// The id that a text is.
  static func id(_ text: String) throws -> VPID {
    guard let id = VPID(text) else {
      throw MissionError(
        .validationError,
        "'\(text)' is no VP: wanted letters, digits and . _ : -, such as vp.general.primary")
    }
    return id
  }
}
