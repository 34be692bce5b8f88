package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_list_vps`: the VPs, with their queues and workers.
package struct ListVPs: ToolRequest {
  package static let name = "vp_list_vps"
  package static let summary = "Lists the VPs: what each is for, its queue, and its workers."
  package static let writes = false
  package static let parameters = [Parameter.asOf]

  /// Makes a call.
  package init() {}

  package init(_ arguments: Arguments) throws(MissionError) {}

  /// Checks nothing: there is nothing to check.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> VPsAnswer {
    VPsAnswer(result: try await context.fleet.vps())
  }
}

/// What `vp_list_vps` answers.
package struct VPsAnswer: DescribedAnswer {
  package static let fields = [Field("vps", .list(.shape(.vp)))]

  /// The VPs.
  package let result: VPsResult

  package var warnings: [Warning] { result.warnings }

  package func write(into writer: inout JSONWriter) {
    writer.field("vps", result.vps)
  }
}
