import MissionModel

/// A request for a part of a feed.
package struct FeedRequest: Sendable {
  /// The session whose feed it is.
  package var session: String
  /// The version after which to read; nil for the acknowledged place.
  package var after: Int64?
  package var types = FeedTypes.allButProgress
  /// How many items are wanted at most.
  package var limit = 50
  /// How long to wait for an item if there is none.
  package var waitSeconds = 0.0

  /// Makes a request for the new items of a session's feed.
  package init(session: String) { self.session = session }
}

/// Which items of a feed a reader asks for.
package enum FeedTypes: Hashable, Sendable {
  /// Everything but progress: what an orchestrator acts on.
  case allButProgress
  case all
  /// Items of these types of events alone.
  case named(Set<String>)

  /// Whether items of this type of event are asked for.
  package func admits(_ type: String) -> Bool {
    switch self {
    case .allButProgress: type != MissionEventType.progress.rawValue
    case .all: true
    case .named(let types): types.contains(type)
    }
  }
}
