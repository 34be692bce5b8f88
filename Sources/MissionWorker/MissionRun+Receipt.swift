import MissionControl
import MissionModel
import Platform

extension MissionRun {
  /// The pause before a file that could not be written is tried again.
  private static let pause = Duration.milliseconds(100)

  /// Writes the receipt, then the marker, and returns which of them are there, and what to say of one that isn't.
  ///
  /// A disk may get room again: what can't be written is tried again for a while, unless the worker is to end now. The
  /// marker says that the receipt is there, so there is none without that.
  func write(_ receipt: Receipt) async -> (receiptPath: String?, markerPath: String?, loss: String?)
  {
    let end = options.clocks.monotonic(inSeconds: options.receiptSeconds)
    let (receiptName, markerName) = (WorkspaceFiles.receipt, WorkspaceFiles.marker)
    if let error = await attempt(until: end, receipt.writeReceipt) {
      let loss = "\(receiptName) could not be written, and \(markerName) was not: \(error)"
      return (nil, nil, tell(loss: loss))
    }
    guard let error = await attempt(until: end, receipt.writeMarker) else {
      return (workspace.receiptPath, workspace.markerPath, nil)
    }
    let loss = "\(markerName) could not be written: \(error)"
    return (workspace.receiptPath, nil, tell(loss: loss))
  }

  /// Writes a file, again and again up to a time; returns why it can't be written where it can't.
  private func attempt(
    until end: Int64, _ write: @escaping @Sendable () throws(PlatformError) -> Void
  ) async -> (any Error)? {
    while true {
      do {
        try await pool.run { try write() }
        return nil
      } catch {
        guard options.clocks.monotonic() < end, !reporter.isToHurry else { return error }
      }
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// Tells whoever watches that a file of the worker's own is not as it should be, and returns that.
  func tell(loss: String) -> String {
    options.notice(.fileLost(missionID, loss))
    return loss
  }
}
