import CanonicalJSON
import Platform

/// The members that most payloads share, collected while a payload is read.
struct AttemptFields {
  private var vpID: VPID?
  private var workerID: WorkerID?
  private var attempt: Int?
  private var expiresAt: Instant?
  private var bootID: String?
  private var mono: Int64?

  /// Reads the member if it is one of the shared ones; otherwise steps over it.
  mutating func take(_ key: MissionKey, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case .vpID: vpID = try reader.readNull() ? nil : try reader.readVPID()
    case .workerID: workerID = try reader.readNull() ? nil : try reader.readWorkerID()
    case .attempt: attempt = try reader.readOptionalCount().map { Int($0) }
    case .leaseExpiresAt: expiresAt = try reader.readOptionalInstant()
    case .bootID: bootID = try reader.readOptionalString()
    case .mono: mono = try reader.readOptionalCount()
    default: try reader.skip()
    }
  }

  /// The attempt.
  ///
  /// - Throws: An error if the payload doesn't name it whole.
  func attemptRef() throws(JSONError) -> AttemptRef {
    AttemptRef(
      vpID: try vpID.required("vp_id"), workerID: try workerID.required("worker_id"),
      attempt: try attempt.required("attempt"))
  }

  /// The attempt; nil if the payload has none.
  var optionalAttempt: AttemptRef? {
    guard let vpID, let workerID, let attempt else { return nil }
    return AttemptRef(vpID: vpID, workerID: workerID, attempt: attempt)
  }

  /// The renewed lease.
  func renewal() throws(JSONError) -> LeaseRenewal {
    LeaseRenewal(
      expiresAt: try expiresAt.required("lease_expires_at"), bootID: bootID, mono: mono)
  }
}

extension AttemptRef {
  /// Writes `attempt`, `vp_id` and `worker_id`.
  func writeMembers(into object: inout JSONWriter) {
    object.field("attempt", attempt)
    object.field("vp_id", vpID)
    object.field("worker_id", workerID)
  }
}

extension AttemptRef? {
  /// Writes the attempt's members; null if there is no attempt.
  func writeMembers(into object: inout JSONWriter) {
    object.field("attempt", self?.attempt)
    object.field("vp_id", self?.vpID)
    object.field("worker_id", self?.workerID)
  }
}

extension LeaseRenewal {
  /// Writes `boot_id`, `lease_expires_at` and `mono`.
  func writeMembers(into object: inout JSONWriter) {
    object.field("boot_id", bootID)
    object.field("lease_expires_at", expiresAt)
    object.field("mono", mono)
  }
}
