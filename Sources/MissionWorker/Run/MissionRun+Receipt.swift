import MissionControl
import MissionModel
import Platform

extension MissionRun {
  /// The pause before a file that could not be written is tried again.
  private static let pause = Duration.milliseconds(100)

  /// Writes the receipt, then the marker, and returns which of them are there, and what to say of one that isn't.
  ///
  /// A disk may get room again: what can't be written is tried again for a while, as long as the folder `isOurs` and unless
  /// the worker is to end now. The marker says that the receipt is there, so there is none without that.
  func write(_ receipt: Receipt, while isOurs: () async -> Bool) async -> (
    receiptPath: String?, markerPath: String?, loss: String?
  ) {
    let end = options.clocks.monotonic(inSeconds: options.receiptSeconds)
    let (receiptName, markerName) = (WorkspaceFiles.receipt, WorkspaceFiles.marker)
    if let error = await attempt(until: end, while: isOurs, receipt.writeReceipt) {
      let loss = "\(receiptName) could not be written, and \(markerName) was not: \(error)"
      return (nil, nil, tell(loss: loss))
    }
    guard let error = await attempt(until: end, while: isOurs, receipt.writeMarker) else {
      return (workspace.receiptPath, workspace.markerPath, nil)
    }
    let loss = "\(markerName) could not be written: \(error)"
    return (workspace.receiptPath, nil, tell(loss: loss))
  }

  /// Writes the receipt and the marker anew, of another end than they tell of; one that can't be is told.
  func rewrite(_ receipt: Receipt, insteadOf status: MissionStatus) async {
    do {
      try await pool.run { () throws(PlatformError) in
        try receipt.writeReceipt()
        try receipt.writeMarker()
      }
    } catch {
      _ = tell(
        loss:
          "\(WorkspaceFiles.receipt) may still say \(status.rawValue), which is \(receipt.status.rawValue): \(error)"
      )
    }
  }

  /// Writes a file, again and again up to a time where it may yet succeed; returns why it can't be written where it can't.
  private func attempt(
    until end: Int64, while isOurs: () async -> Bool,
    _ write: @escaping @Sendable () throws(PlatformError) -> Void
  ) async -> PlatformError? {
    while true {
      do throws(PlatformError) {
        try await pool.run(write)
        return nil
      } catch {
        guard error.mayPass, options.clocks.monotonic() < end, !reporter.isToHurry else {
          return error
        }
        try? await Task.sleep(for: Self.pause)
        guard await isOurs() else { return error }
      }
    }
  }

  /// Tells whoever watches that a file of the worker's own is not as it should be, and returns that.
  func tell(loss: String) -> String {
    options.notice(.fileLost(missionID, loss))
    return loss
  }
}
