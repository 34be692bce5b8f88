import EventLog
import EventProjections
import MissionModel

/// One mission of a chain of retries, and whether a stranger, a token that isn't trusted, named
/// where its files lie.
struct ChainLink: Sendable {
  /// The target path, every link followed.
  let target: String?
  /// The mission before it.
  let retryOf: MissionID?
  /// Whether a stranger dispatched it, and so chose its target.
  let isDispatchedByStranger: Bool
  /// Whether a stranger reported its folder.
  var isFolderOfStranger: Bool

  /// Judges a mission by its events, or by those that were read of them.
  init(_ state: MissionState, _ events: [RecordedEvent], trusting tokens: Set<String>) {
    target = state.facts.resolvedTargetPath
    retryOf = state.facts.retryOf
    let strangers = events.map(\.original).filter { TokenActor.isToken($0.actor, besides: tokens) }
    let types = strangers.map { MissionEventType.named($0.type) }
    isDispatchedByStranger = types.contains(.dispatched)
    isFolderOfStranger = types.contains { type in
      switch type {
      case .started, .completed, .failed, .cancelled, .requeued: true
      default: false
      }
    }
  }
}

extension Fleet {
  /// The folders of which one must contain a mission's; nil where it may lie anywhere.
  ///
  /// On the word of a stranger alone this process would read anything that its user may: whether it
  /// reported the folder, or dispatched the mission to a target path of its choice. A retry may
  /// work where the mission before it did, so all of its chain that is here counts.
  ///
  /// - Throws: the error of a ledger that can't be read, which may have a mission of the chain.
  func confinement(
    of state: MissionState, _ own: ChainLink, trusting tokens: Set<String>
  ) async throws -> [String]? {
    var (root, isFolderOfStranger) = (own, own.isFolderOfStranger)
    for _ in 1..<max(2, state.facts.chainLength) {
      guard let earlier = root.retryOf, let link = try await link(to: earlier, trusting: tokens)
      else { break }
      root = link
      isFolderOfStranger = isFolderOfStranger || link.isFolderOfStranger
    }
    // A retry's target is that of the first request, but found anew.
    let isTargetKnown =
      !root.isDispatchedByStranger && (!own.isDispatchedByStranger || root.target == own.target)
    if own.target == nil || isTargetKnown, !isFolderOfStranger { return nil }
    let rule = workspaceGuard(ofVP: state.facts.vpID)
    return [workspaceRoot(ofVP: state.facts.vpID), rule.handoffRoot] + rule.allowedRoots
      + (isTargetKnown ? [own.target].compactMap(\.self) : [])
  }

  /// An earlier mission of a chain; nil where no ledger has it.
  private func link(to id: MissionID, trusting tokens: Set<String>) async throws -> ChainLink? {
    let ledger: LaneLedger
    do {
      ledger = try await place(of: id)
    } catch let error as MissionError where error.code == .notFound {
      return nil
    }
    return try await read(ledger) { lane -> ChainLink? in
      guard let state = try lane.state(of: id) else { return nil }
      let events = try lane.reader.log.events(ofStreamAt: state.facts.dispatchPosition)
      return ChainLink(state, events, trusting: tokens)
    } ?? nil
  }
}

extension RecordedEvent {
  /// Its type and actor; those that it had in the home from which it was imported, if it is kept
  /// from there.
  fileprivate var original: (type: String, actor: String) {
    guard type == MissionEventType.annotated.rawValue, ImportActor.file(of: self) != nil,
      let kept = (try? MissionAnnotated(payload: payload))?.kept, let actor = kept.actor
    else { return (type, actor) }
    return (kept.type, actor)
  }
}
