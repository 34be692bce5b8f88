package import Platform

/// The permanent facts of a mission's first event that queues, lists and rules need.
///
/// The rest of the request is read from that event itself.
package struct MissionFacts: Hashable, Sendable {
  /// How many characters of the objective rows keep, and how many Unicode scalars lists show.
  package static let objectiveHeadLength = 200

  /// The position of the mission's first event: its stream's number and its row's key.
  package var dispatchPosition: Int64
  package var missionID: MissionID
  package var vpID: VPID
  package var missionType: String
  /// The objective's first 200 characters.
  package var objectiveHead: String
  package var priority: Int
  package var priorityTier: PriorityTier
  package var executionMode: ExecutionMode
  package var replyMode: String
  package var idempotencyKey: String?
  package var sourceSessionID: String?
  package var sourceTurnID: String?
  package var traceID: String?
  package var retryOf: MissionID?
  package var chainID: MissionID
  package var chainLength: Int
  package var notBefore: Instant?
  package var deadline: Instant?
  package var maxAttempts: Int
  package var resolvedTargetPath: String?
  /// When it was dispatched; nil only for imported history without that time.
  package var dispatchedAt: Instant?
  /// Whether the mission came from another system's ledger.
  package var isImported: Bool

  /// Takes the facts from the mission's first event.
  package init(
    _ origin: MissionDispatched, position: Int64, dispatchedAt: Instant?, isImported: Bool
  ) {
    let request = origin.request
    dispatchPosition = position
    missionID = origin.missionID
    vpID = request.vpID
    missionType = request.missionType
    objectiveHead = Self.head(of: request.objective)
    priority = request.priority
    priorityTier = request.priorityTier
    executionMode = request.executionMode
    replyMode = request.replyMode
    idempotencyKey = request.idempotencyKey
    sourceSessionID = request.sourceSessionID
    sourceTurnID = request.sourceTurnID
    traceID = request.traceID
    retryOf = origin.retryOf
    chainID = origin.chainID
    chainLength = origin.chainLength
    notBefore = request.notBefore
    deadline = request.deadline
    maxAttempts = request.maxAttempts
    resolvedTargetPath = origin.resolvedTargetPath
    self.dispatchedAt = dispatchedAt
    self.isImported = isImported
  }

  /// Makes facts from the columns of a row.
  package init(
    dispatchPosition: Int64, missionID: MissionID, vpID: VPID, missionType: String,
    objectiveHead: String, priority: Int, priorityTier: PriorityTier,
    executionMode: ExecutionMode, replyMode: String, idempotencyKey: String?,
    sourceSessionID: String?, sourceTurnID: String?, traceID: String?, retryOf: MissionID?,
    chainID: MissionID, chainLength: Int, notBefore: Instant?, deadline: Instant?,
    maxAttempts: Int, resolvedTargetPath: String?, dispatchedAt: Instant?, isImported: Bool
  ) {
    self.dispatchPosition = dispatchPosition
    self.missionID = missionID
    self.vpID = vpID
    self.missionType = missionType
    self.objectiveHead = objectiveHead
    self.priority = priority
    self.priorityTier = priorityTier
    self.executionMode = executionMode
    self.replyMode = replyMode
    self.idempotencyKey = idempotencyKey
    self.sourceSessionID = sourceSessionID
    self.sourceTurnID = sourceTurnID
    self.traceID = traceID
    self.retryOf = retryOf
    self.chainID = chainID
    self.chainLength = chainLength
    self.notBefore = notBefore
    self.deadline = deadline
    self.maxAttempts = maxAttempts
    self.resolvedTargetPath = resolvedTargetPath
    self.dispatchedAt = dispatchedAt
    self.isImported = isImported
  }

  /// The objective for lists: 200 Unicode scalars at most, since a character may have any number of
  /// them.
  package var objectiveShown: String { objectiveHead.prefix(scalars: Self.objectiveHeadLength) }

  /// Cuts an objective for its row, between characters.
  package static func head(of objective: String) -> String {
    let bytes = objective.utf8
    guard bytes.count > objectiveHeadLength else { return objective }
    // In plain ASCII without line ends each byte is a character, unless the next scalar joins the
    // last one.
    let first = bytes.span.extracting(first: objectiveHeadLength + 1)
    for place in first.indices where first[place] >= 0x80 || first[place] == UInt8(ascii: "\r") {
      return String(objective.prefix(objectiveHeadLength))
    }
    return String(objective[..<bytes.index(bytes.startIndex, offsetBy: objectiveHeadLength)])
  }
}
