/// The name of a row for a person.
enum RowName {
  /// The id of the mission or other stream that it folds, else its key.
  static func text(stream: String?, key: [String]) -> String {
    stream.map { String($0.split(separator: "/").last ?? "") } ?? key.joined(separator: "/")
  }
}
