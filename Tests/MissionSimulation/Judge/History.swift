import EventLog
import EventProjections
package import MissionControl

/// The promises, held against the ledgers of a home by their logs alone.
package enum History {
  /// Reads every ledger from its beginning; with `areCarried`, every event that belongs into a feed
  /// has to be there.
  ///
  /// - Throws: the first promise that is broken, as a `Violation`; and what a ledger itself has to
  ///   say.
  package static func check(_ fleet: Fleet, areCarried: Bool = false) async throws {
    var judges: [String: LedgerJudge] = [:]
    let configuration = fleet.configuration
    for name in fleet.ledgerNames where name != Names.runtime {
      var judge = LedgerJudge(name: name) {
        configuration.settings(ofVP: $0).maxConcurrent
      }
      try judge.take(try await fleet.log(name).log.read { try $0.events() })
      judges[name] = judge
    }
    var feeds = FeedJudge()
    for event in try await fleet.log(Names.runtime).log.read({ try $0.events() }) {
      try feeds.take(event, judges)
    }
    guard areCarried else { return }
    for (_, judge) in judges.sorted(by: { $0.key < $1.key }) {
      guard let waiting = feeds.waiting(in: judge) else { continue }
      throw Violation("No event is left out of its feed", "\(waiting) is in none")
    }
  }
}
