import CanonicalJSON
package import MissionModel

extension MissionError {
  /// The detail that tells a home that wasn't found from anything in one.
  private static let homeDetail = "home"

  /// Makes the error of a home that isn't there to be read, with the reason.
  static func noHome(_ home: Home, _ rest: String) -> MissionError {
    MissionError(
      .notFound, "there is no missionlog home at \(home.path) (from \(home.origin))\(rest)",
      details: JSONText.object { $0.field(homeDetail, home.path) })
  }

  /// Whether it is the home that wasn't found.
  package var isOfNoHome: Bool {
    guard code == .notFound, let details else { return false }
    var reader = JSONReader(details)
    var namesHome = false
    try? reader.readObject { key, reader throws(JSONError) in
      if key.string == Self.homeDetail { namesHome = true }
      _ = try reader.readText()
    }
    return namesHome
  }
}
