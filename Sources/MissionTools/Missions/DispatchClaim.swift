import CanonicalJSON
import MissionControl
import MissionModel

/// The worker that takes a dispatched mission at once, as a client names it beside the request.
package enum DispatchClaim {
  private static let host = Parameter(
    "host", .text(bytes: 1...256), "The name of the machine that it works on.")
  private static let version = Parameter(
    "version", .text(bytes: 1...256), "The version of its program.")
  private static let members = [Parameter.workerID, ClaimMission.lease, host, version]

  /// The parameter that holds the claim.
  package static let parameter = Parameter(
    "claim", .members(members),
    "The worker that claims the mission at once, before any other can, if it is claimable now; "
      + "also needs a token with the scope work.")

  /// Reads the claim that a call makes with its dispatch; nil where it makes none.
  static func read(_ arguments: Arguments, of vp: VPID) throws(MissionError) -> ClaimRequest? {
    guard let value = arguments.value(parameter) else { return nil }
    do {
      return try read(members: Arguments(json: value.bytes, for: members), of: vp)
    } catch {
      throw .validation("claim: \(error.message)", field: parameter.name)
    }
  }

  private static func read(
    members: Arguments, of vp: VPID
  ) throws(MissionError) -> ClaimRequest {
    var claim = ClaimRequest(vp: vp, worker: try members.workerID())
    claim.leaseSeconds = try members.number(ClaimMission.lease)
    if let lease = claim.leaseSeconds { try ClaimMission.lease.check(lease) }
    let process = WorkerProcess(
      host: try members.checkedText(host), version: try members.checkedText(version))
    claim.process = process == WorkerProcess() ? nil : process
    return claim
  }
}
