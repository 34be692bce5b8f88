package import CanonicalJSON
import Platform

/// `vp.mission.cancel_requested`: somebody asks the mission to stop.
package struct MissionCancelRequested: EventPayload {
  /// The reason that means that none was given.
  package static let unstated = "cancel_requested"

  package var reason: String

  /// Makes the payload.
  package init(reason: String) { self.reason = reason }

  /// A cancel's reason for a person; nil if none was given.
  package static func words(_ reason: String?) -> String? { reason == unstated ? nil : reason }
}

/// `vp.mission.retried`: another mission tries this one again.
package struct MissionRetried: EventPayload {
  package var newMissionID: MissionID
  /// The VP of the new mission.
  package var vpID: VPID
  package var guidance: String?
  package var freshWorkspace: Bool

  /// Makes the payload.
  package init(newMissionID: MissionID, vpID: VPID, guidance: String?, freshWorkspace: Bool) {
    self.newMissionID = newMissionID
    self.vpID = vpID
    self.guidance = guidance
    self.freshWorkspace = freshWorkspace
  }

  /// Whether `other` asks for the same retry, whichever mission it named.
  package func asksTheSame(as other: MissionRetried) -> Bool {
    vpID == other.vpID && guidance.map { ExactText($0) } == other.guidance.map { ExactText($0) }
      && freshWorkspace == other.freshWorkspace
  }
}

/// `vp.mission.escalated`: a person must look.
package struct MissionEscalated: EventPayload {
  package var summary: String
  package var whyEscalating: String
  package var recommendedAction: String?

  /// Makes the payload.
  package init(summary: String, whyEscalating: String, recommendedAction: String? = nil) {
    self.summary = summary
    self.whyEscalating = whyEscalating
    self.recommendedAction = recommendedAction
  }
}

/// `vp.mission.acknowledged`: a person has looked.
package struct MissionAcknowledged: EventPayload {
  package var note: String?

  /// Makes the payload.
  package init(note: String? = nil) { self.note = note }
}

/// `vp.mission.annotated`: a remark.
package struct MissionAnnotated: EventPayload {
  package var note: String
  package var data: JSONText?

  /// Makes the payload.
  package init(note: String, data: JSONText? = nil) {
    self.note = note
    self.data = data
  }
}

/// `vp.mission.workspace_pruned`: the finished workspace was emptied.
package struct MissionWorkspacePruned: EventPayload {
  package var bytesFreed: Int64

  /// Makes the payload.
  package init(bytesFreed: Int64) { self.bytesFreed = bytesFreed }
}
