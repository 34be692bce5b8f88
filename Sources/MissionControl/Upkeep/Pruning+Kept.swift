import CanonicalJSON
import EventLog
import EventProjections
import MissionModel
import Platform

/// The files that stay in a workspace.
extension Pruning {
  /// The most bytes of a receipt.
  private static let receiptLimit = 8 << 20

  /// The receipt, the marker and the deliverables of a mission, as its log names them.
  func filesToKeep(of mission: MissionID) async throws -> Set<String> {
    let ledger = try await fleet.place(of: mission)
    return try await fleet.read(ledger) { lane -> Set<String> in
      guard let state = try lane.state(of: mission) else { return [] }
      var paths = Set([WorkspaceFiles.receipt, WorkspaceFiles.marker])
      paths.formUnion(
        [state.outcome?.receiptPath, state.outcome?.markerPath].compactMap(\.self))
      paths.formUnion(state.outcome?.deliverables ?? [])
      for event in try lane.reader.log.events(
        ofStreamAt: state.facts.dispatchPosition, afterVersion: 0,
        matching: EnvelopeFilter(type: MissionEventType.artifact.rawValue))
      {
        let change = try MissionEvent(
          type: event.type, schema: event.schema, payload: event.payload,
          upcasting: lane.upcasting)
        if case .artifact(let artifact) = change, artifact.role == .deliverable {
          paths.insert(artifact.path)
        }
      }
      return paths
    } ?? []
  }

  /// The deliverables that receipts in a workspace list: an event names no more than the first few.
  ///
  /// - Throws: an error for a receipt that is there but can't be read, since the files to keep are
  ///   then unknown.
  static func deliverables(
    inReceiptsOf workspace: BeneathRoot, _ paths: Set<String>
  ) throws(PlatformError) -> Set<String> {
    var found: Set<String> = []
    for path in paths.sorted() where path.split(separator: "/").last == WorkspaceFiles.receipt[...]
    {
      let bytes: [UInt8]
      do throws(PlatformError) {
        bytes = try workspace.openFile(path).read(offset: 0, count: receiptLimit)
      } catch {
        guard error.isMissing else { throw error }
        continue
      }
      do throws(JSONError) {
        let receipt = try StoredReceipt(JSONText(canonicalizing: bytes))
        found.formUnion(receipt.files.filter(\.value.isDeliverable).keys.map(\.string))
      } catch {
        throw PlatformError.badContent("reading the receipt", of: path)
      }
    }
    return found
  }
}
