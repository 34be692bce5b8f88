package import EventLog
import MissionModel
import Platform

/// The caller and the circumstances of a call: every event that the call leads to carries them in
/// its envelope.
package struct CallContext: Hashable, Sendable {
  /// The actor, as the envelope names it: `orchestrator:<session>`, `worker:<id>`,
  /// `operator:<name>@<host>`, ….
  package var actor: String
  /// The caller's source session, whose feed gets the news of the missions that it dispatches and
  /// retries.
  package var sourceSessionID: String?
  /// A tool-use id or a request's id.
  package var requestID: String?
  /// The trace that the call is part of.
  package var traceID: String?
  /// The model's own id of this use of a tool; a repetition of the same call has the same.
  package var toolUseID: String?
  /// The event that made the caller act.
  package var causation: EventID?
  /// Whether `requestID` is the caller's own name for this one call.
  ///
  /// If the answer is lost, the caller repeats the call under that name, and nothing is done twice.
  package var isRepeatable = false
  /// The address of the machine that the call came from, if it is another one.
  package var remoteHost: String?
  /// The tokens on whose word alone this process reads any folder that they name as a mission's;
  /// nil where the caller could read it by itself.
  package var trustedTokens: Set<String>?

  /// Makes a context of an actor's full name.
  package init(
    actor: String, sourceSessionID: String? = nil, requestID: String? = nil,
    traceID: String? = nil, causation: EventID? = nil
  ) {
    self.actor = actor
    self.sourceSessionID = sourceSessionID
    self.requestID = requestID
    self.traceID = traceID
    self.causation = causation
  }

  /// Whether an orchestrator agent acts, in a session of its own.
  package var isOrchestrator: Bool { actor.hasPrefix("orchestrator:") }

  /// The key of a dispatch that names none: the tool use with its session; nil without a tool use.
  var impliedKey: String? {
    toolUseID.map { toolUse in
      Self.reference(toToolUse: "tool-use:\(toolUse)@\(sourceSessionID ?? "")")
    }
  }

  /// A text that names a tool use, as a reference: itself where it is one, else its digest.
  package static func reference(toToolUse text: String) -> String {
    ReferenceRules.isReference(text) ? text : "tool-use:\(Digest(of: Array(text.utf8).span))"
  }

  /// The context of an orchestrator agent in a session.
  package static func orchestrator(session: String) -> CallContext {
    CallContext(actor: "orchestrator:" + session, sourceSessionID: session)
  }

  /// The context of a person at a machine.
  package static func person(_ name: String, host: String) -> CallContext {
    CallContext(actor: "operator:\(name)@\(host)")
  }

  /// The context of a worker.
  package static func worker(_ id: String) -> CallContext { CallContext(actor: "worker:" + id) }
}
