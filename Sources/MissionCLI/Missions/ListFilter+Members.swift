import CanonicalJSON
import MissionControl
import MissionModel
import Platform

extension ListFilter {
  /// The members of the request that the flags make.
  func members(at place: some Workplace) async throws -> [String: JSONText?] {
    let time = place.invocation.time
    var members: [String: JSONText?] = [
      "vp_id": try vpID.map(place.vp), "status": status.map(JSONInput.text),
      "attention": attention ? JSONInput.literal("true") : nil,
      "failure_mode": failureMode.map(JSONInput.text),
      "source_session_id": sourceSessionID.map(JSONInput.text),
      "since": since.map { JSONInput.text($0.past(time).description) },
      "until": until.map { JSONInput.text($0.past(time).description) },
      "grep": grep.map(JSONInput.text), "sort": sort.map { JSONInput.text($0.rawValue) },
      "limit": JSONInput.number(limit), "cursor": cursor.map(JSONInput.text),
    ]
    if let chain { members["chain_id"] = JSONInput.text(try await place.missionID(chain)) }
    return members
  }

  /// The flags again, so that a hint asks for the same list; a length of time becomes the moment it
  /// stands for.
  func words(_ invocation: Invocation) -> [String] {
    let values: [(String, String?)] = [
      ("--vp", vpID), ("--status", status), ("--failure-mode", failureMode), ("--chain", chain),
      ("--source-session-id", sourceSessionID),
      ("--since", since?.past(invocation.time).description),
      ("--until", until?.past(invocation.time).description), ("--grep", grep),
      ("--sort", sort?.rawValue), ("--limit", limit == ListRequest().limit ? nil : String(limit)),
    ]
    return (attention ? ["--attention"] : [])
      + values.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
  }
}
