package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_list_vps`: the VPs, with their queues and workers.
package struct ListVPs: ToolRequest {
  package static let name = "vp_list_vps"
  package static let summary = "Lists the VPs: what each is for, its queue, and its workers."
  package static let writes = false
  package static let parameters = [Parameter.asOf]

  /// How much of the VPs is shown.
  private var part = VPsPart.all

  package init(_ arguments: Arguments) throws(MissionError) {}

  package static func wayToTheRest(_ rules: DoorRules) -> String {
    "missionlog vps shows people all of them"
  }
  package var smaller: ListVPs? {
    guard let part = part.smaller else { return nil }
    var smaller = self
    smaller.part = part
    return smaller
  }

  /// Checks nothing: there is nothing to check.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> VPsAnswer {
    VPsAnswer(try await context.fleet.vps(), part)
  }
}

/// What `vp_list_vps` answers.
package struct VPsAnswer: DescribedAnswer {
  package static let fields = [Field("vps", .list(.shape(.vp)))]

  /// The VPs.
  package let vps: [VPView]
  package let warnings: [Warning]

  /// Makes the answer that shows a part of the VPs.
  init(_ result: VPsResult, _ part: VPsPart = .all) {
    vps = result.vps.prefix(part.count).map(part.shown)
    let cut = part.leftOut(of: result.vps).map { Warning.cut($0) }
    warnings = result.warnings + [cut].compactMap(\.self)
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("vps", vps)
  }
}
