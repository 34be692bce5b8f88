import CanonicalJSON
import Foundation
import MissionControl
import MissionModel
import MissionTesting

/// A folder that missions name by a symbolic link, and the guards that they meet at dispatch and at
/// their start, when the link may lead elsewhere.
extension World {
  /// What requests name the folder by: a link below the handoff folder.
  private static let link = "project"
  /// Where it leads, the same place in every world: to a folder that anyone may work in, or to one
  /// that is blocked.
  private static let places = (free: "/projects/two", blocked: "/projects/kept")
  /// The folders that are blocked beside the home.
  static let blockedRoots = [places.blocked]
  /// The constraints of a mission that works there.
  static let linkConstraints = JSONText.object { $0.field("target_path", link) }

  /// Leads the link where no guarded mission may work, or where any may.
  func leadLink(astray: Bool) throws {
    linkLeadsAstray = astray
    try layLink()
  }

  /// Lays the link in the home as it leads now.
  func layLink() throws {
    let handoff = "\(shelter.home)/handoff"
    let link = "\(handoff)/\(Self.link)"
    try FileManager.default.createDirectory(atPath: handoff, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: linkLeadsAstray ? Self.places.blocked : Self.places.free)
  }

  /// Whether a request leads where it may not, as the link leads now.
  func isAstray(_ request: DispatchRequest) -> Bool {
    linkLeadsAstray && request.vpID == .coder && request.constraints == Self.linkConstraints
  }

  /// Holds a claimed mission's paths against the guard, as a worker does just before it starts;
  /// returns what stands in the way.
  func breach(of view: MissionView, _ place: Int) throws -> String? {
    guard let request = view.request else { return nil }
    let facts = view.state.facts
    var refusal: MissionError?
    do throws(MissionError) {
      try fleets[place % fleets.count].workspaceGuard(ofVP: request.vpID)
        .check(request, settled: facts.resolvedTargetPath) { Paths.resolved($0) }
    } catch {
      refusal = error
    }
    guard (refusal != nil) == isAstray(request) else {
      throw Violation(
        "A mission starts where it may work, and there alone",
        "\(facts.missionID), \(refusal?.message ?? "which leads astray")")
    }
    if refusal != nil { reached.insert(.guardedAtStart) }
    // Its message names the handoff folder, which lies elsewhere each time.
    return refusal?.code.rawValue
  }
}
