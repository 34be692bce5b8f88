package import MissionControl
package import MissionModel

extension FeedTypes {
  /// Reads words joined by commas: `all`, and types of events with or without `vp.mission.`; nil
  /// means everything but progress.
  ///
  /// - Throws: `validation_error` for an unknown word, listing the known ones.
  package init(words text: String?) throws(MissionError) {
    guard let text else {
      self = .allButProgress
      return
    }
    let words = text.split(separator: ",").map { $0.filter { $0 != " " } }
    guard !words.contains("all") else {
      self = .all
      return
    }
    var types: Set<String> = []
    for word in words {
      let isWhole = word.hasPrefix(MissionEventType.prefix)
      let name = isWhole ? word : MissionEventType.prefix + word
      guard MissionEventType.named(name) != nil else {
        let known = MissionEventType.allCases.map {
          String($0.rawValue.dropFirst(MissionEventType.prefix.count))
        }
        throw MissionError(
          .validationError,
          "types must be all, or some of \(known.joined(separator: ", ")), joined by commas, not "
            + "'\(word)'")
      }
      types.insert(name)
    }
    guard !types.isEmpty else {
      throw MissionError(
        .validationError, "types must be all, or event types joined by commas, not empty")
    }
    self = .named(types)
  }
}
