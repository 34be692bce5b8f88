import ArgumentParser
import MissionControl
import MissionModel

extension Choice {
  /// The words, for a completion.
  static var words: [String] { allCases.map(\.rawValue) }

  /// The words as a sentence has them: `a, b or c`.
  static var sentence: String {
    words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }
}

// The few words that an option takes, as the floors below define them.
extension WaitRequest.Mode: ExpressibleByArgument {}
extension WaitRequest.Until: ExpressibleByArgument {}
extension MissionFilter.Order: ExpressibleByArgument {}
