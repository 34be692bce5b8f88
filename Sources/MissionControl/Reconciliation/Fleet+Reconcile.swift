import Platform

extension Fleet {
  /// Reconciles every ledger once, on command.
  ///
  /// - Parameters:
  ///   - reconciledBy: who asks for it.
  ///   - acting: whether anything is appended; else ledgers are opened for reading only.
  ///   - observeSeconds: how long to watch for reports of workers that nothing else shows to live.
  /// - Returns: the appended verdicts; for a call that isn't acting, those that would be.
  /// - Throws: `not_found` where there is no home; for an acting call `ledger_read_only` in a
  ///   capsule or a backup, and `config_invalid` while the configuration has a problem; and a
  ///   ledger's error where no ledger could be reconciled.
  package func reconcile(
    by reconciledBy: String, acting: Bool = true, observeSeconds: Double = 0
  ) async throws -> ReconcileReport {
    if acting {
      try checkMayWrite()
      if let refusal = configuration.refusal { throw refusal }
    }
    var role = ReconcilerRole(self, by: reconciledBy)
    if observeSeconds > 0 {
      role = try await pool.run { [role] in try self.watching(role, acting: acting) }
      try await Task.sleep(for: .seconds(observeSeconds))
    }
    var report = try await pool.run { [role] in
      try self.homeState.checkIsThere()
      var role = role
      return acting ? role.step() : role.look()
    }
    let mayBeWritten = !acting || FileSystem.isWritable(home.path)
    if !report.reachedAny(thatMayBeWritten: mayBeWritten),
      let error = report.warnings.firstLedgerError
    {
      throw error
    }
    report.warnings = configuration.warnings + report.warnings
    return report
  }

  /// A reconciler after its first look.
  private func watching(_ role: ReconcilerRole, acting: Bool) throws -> ReconcilerRole {
    try homeState.checkIsThere()
    var role = role
    _ = role.look(toAct: acting)
    return role
  }
}
