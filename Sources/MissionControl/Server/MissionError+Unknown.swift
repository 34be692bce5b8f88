import CanonicalJSON
package import MissionModel

/// The errors of a server that doesn't know what it was asked.
///
/// By the first words of their messages a program recognizes a server that is older than itself, so
/// these words must never change.
extension MissionError {
  private static let noPath = "there is nothing at this path"
  private static let noParameter = "unknown parameter"

  /// The error of a path at which a server has nothing.
  package static let nothingAtThisPath = MissionError(
    .notFound, "\(noPath): /openapi.json lists what there is")

  /// Makes the `validation_error` that names every unknown parameter at once, and those that there
  /// are.
  package static func unknownParameters(_ names: [String], known: [String]) -> MissionError {
    let taken = known.isEmpty ? "none is taken here" : "there are \(known.joined(separator: ", "))"
    return MissionError(
      .validationError, "\(noParameter) \(names.joined(separator: ", ")); \(taken)",
      details: JSONText.object { $0.field("unknown_fields", names) })
  }

  /// Whether it is one of these.
  package var isOfTheUnknown: Bool {
    switch code {
    case .notFound: message.hasPrefix(Self.noPath)
    case .validationError: message.hasPrefix(Self.noParameter)
    default: false
    }
  }
}
