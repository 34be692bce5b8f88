import MissionControl
import MissionModel
import Platform

extension MissionRun {
  /// The pause before another try to write a file.
  private static let pause = Duration.milliseconds(100)

  /// Writes the receipt, then the marker, and returns which of them are there, and a sentence about
  /// a missing one.
  ///
  /// A disk may get room again: a failed write is repeated for a while, as long as the folder
  /// `isOurs` and the worker may still take time. The marker says that the receipt is there, so it
  /// is not written without one.
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

  /// Writes the receipt and the marker again, for another end than theirs; a failure is reported.
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

  /// Writes a file, trying again until a time if it may yet succeed; returns the error if it can't
  /// be written.
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

  /// Reports a fault of one of the worker's own files, and returns it.
  func tell(loss: String) -> String {
    options.notice(.fileLost(missionID, loss))
    return loss
  }
}
