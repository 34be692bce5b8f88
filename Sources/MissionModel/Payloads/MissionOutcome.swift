import CanonicalJSON

/// The result of the work as its finish reports it: where it is, and what is in it.
package struct MissionOutcome: Hashable, Sendable {
  /// The most deliverables that a finish names.
  package static let mostDeliverables = 32
  /// The most bytes of UTF-8 in `message` and `nextAction` where a tool or a worker gives them.
  package static let mostMessageBytes = 65_536
  package static let mostNextActionBytes = 4_096

  /// `workspace://<absolute folder>`; nil if an outside worker names none.
  package var resultRef: String?
  /// The result in words, for people.
  package var message: String?
  /// What the worker would do next.
  package var nextAction: String?
  /// Paths relative to the workspace, sorted, 32 at most.
  package var deliverables: [String]
  /// Where the receipt and the marker are, relative to the folder of `resultRef`.
  package var receiptPath: String?
  package var markerPath: String?
  /// What the attempt used.
  package var usage: Usage?

  /// Makes an outcome.
  package init(
    resultRef: String? = nil, message: String? = nil, nextAction: String? = nil,
    deliverables: [String] = [], receiptPath: String? = nil, markerPath: String? = nil,
    usage: Usage? = nil
  ) {
    self.resultRef = resultRef
    self.message = message
    self.nextAction = nextAction
    self.deliverables = deliverables
    self.receiptPath = receiptPath
    self.markerPath = markerPath
    self.usage = usage
  }

  /// Whether `other` describes the work alike; usage doesn't count.
  package func saysTheSame(as other: MissionOutcome) -> Bool {
    var left = self
    var right = other
    left.usage = nil
    right.usage = nil
    return left.text == right.text
  }

  private var text: JSONText { .object { writeMembers(into: &$0) } }
}
