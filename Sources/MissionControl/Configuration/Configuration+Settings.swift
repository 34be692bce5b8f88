import MissionModel

extension Configuration {
  /// Every key with one value, in the order of the file.
  ///
  /// `lanes`, `vps` and `server.tokens` are maps, whose members have keys of their own.
  package static let settings: [Setting<Configuration>] = [
    Setting(
      "lease_ttl", \.leaseTTL, .duration(MissionPolicy.leaseBounds),
      "How long a claim holds without a report from its worker."),
    Setting(
      "heartbeat_interval", \.heartbeatInterval, .duration(0.1...3_600),
      "The time between two heartbeats of a mission, less than lease_ttl; null means a third of lease_ttl."
    ),
    Setting(
      "cancel_grace", \.cancelGrace, .duration(0...86_400),
      "How long a worker may take to obey a cancel before the cancel is overdue."),
    Setting(
      "no_progress_timeout", \.noProgressTimeout, .duration(0...604_800),
      "How long a mission's command may be silent before it is ended; 0 sets no limit."),
    Setting(
      "drain_timeout", \.drainTimeout, .duration(0...604_800),
      "How long a worker that is told to stop lets its missions continue."),
    Setting(
      "stale_session_seconds", \.staleSessionSeconds, .duration(1...31_536_000),
      "A worker session without a heartbeat for this long is stale."),
    Setting(
      "stale_mission_seconds", \.staleMissionSeconds, .duration(1...31_536_000),
      "A running mission without a lease and without an event for this long is stale."),
    Setting(
      "reconcile_enabled", \.reconcileEnabled, .flag, "Whether servers and workers reconcile."),
    Setting(
      "reconcile_interval", \.reconcileInterval, .duration(1...86_400),
      "The time between two reconciliations."),
    Setting(
      "reconcile_max", \.reconcileMax, .count(1...1_000_000),
      "The maximum number of missions that one reconciliation ends."),
    Setting(
      "reconcile_policy", \.reconcilePolicy, .choice(of: StaleEnd.self),
      "What to do with a stale mission: fail, or requeue, which may repeat its side effects."),
    Setting(
      "bridge_enabled", \.bridgeEnabled, .flag, "Whether servers carry mission events into feeds."),
    Setting(
      "bridge_interval", \.bridgeInterval, .duration(0.05...3_600),
      "The time between two deliveries into feeds."),
    Setting(
      "retry_chain_max", \.retryChainMax, .count(1...100),
      "The maximum number of missions in a retry chain."),
    Setting(
      "busy_timeout", \.busyTimeout, .duration(0.05...600),
      "How long a write waits for a ledger's lock."),
    Setting(
      "durability", \.durability, .choice(of: Durability.self),
      "full syncs every commit; relaxed may lose the last commits in a power cut."),
    Setting(
      "min_free_bytes", \.minFreeBytes, .size(0...(1 << 50)),
      "Below this much free disk, dispatches and claims are refused; 0 sets no limit."),
    Setting(
      "auto_rebuild", \.autoRebuild, .flag,
      "Whether projections older than the program are rebuilt on open."),
    Setting(
      "redact", \.redact, .patterns,
      "Regular expressions; matching text is replaced by [redacted] before it enters the log; ids and paths are "
        + "kept."),
    Setting(
      "workspace_root", \.workspaceRoot, .text,
      "The folder for the missions' workspaces; null means workspaces in the home."),
    Setting(
      "handoff_root", \.handoffRoot, .text,
      "The folder in which guarded missions may always work, and from which relative target paths "
        + "start; null means handoff in the home."),
    Setting(
      "root_file", \.rootFile, .text,
      "A file to which the server appends the ledgers' roots each day."),
    Setting("server.host", \.server.host, .text, "The address that the server listens on."),
    Setting(
      "server.port", \.server.port, .count(0...65_535),
      "The port that the server listens on; 0 picks a free one."),
    Setting(
      "server.allowed_hosts", \.server.allowedHosts, .texts, "Host headers that the server accepts."
    ),
    Setting(
      "server.allowed_origins", \.server.allowedOrigins, .texts,
      "Origins that the server accepts besides its own."),
    Setting(
      "server.max_body_bytes", \.server.maxBodyBytes, .size(1_024...(16 << 20)),
      "The largest request body, except for a reconcile plan."),
    Setting(
      "server.max_connections", \.server.maxConnections, .count(1...65_536),
      "The maximum number of open connections."),
    Setting(
      "server.requests_per_minute", \.server.requestsPerMinute, .count(0...1_000_000),
      "The maximum requests per minute from one client; 0 sets no limit; null means no limit if "
        + "server.host is a loopback address, else 6000."),
    Setting(
      "stats.failure_rate", \.stats.failureRate, .share,
      "stats --check: the highest accepted share of failures among finished missions."),
    Setting(
      "stats.fallback_rate", \.stats.fallbackRate, .share,
      "stats --check: the highest accepted share of missions with a fallback."),
    Setting(
      "stats.reconciliation_rate", \.stats.reconciliationRate, .share,
      "stats --check: the highest accepted share of missions that were reconciled."),
    Setting(
      "stats.lock_retry_rate", \.stats.lockRetryRate, .share,
      "stats --check: the highest accepted share of writes that waited for a lock."),
    Setting(
      "stats.starvation", \.stats.starvationSeconds, .duration(1...31_536_000),
      "stats --check: the longest accepted wait of a claimable mission."),
    Setting(
      "stats.bridge_lag", \.stats.bridgeLagSeconds, .duration(1...31_536_000),
      "stats --check: the longest accepted lag of the bridge."),
  ]
}

extension LaneSettings {
  /// The keys of a lane.
  package static let settings: [Setting<LaneSettings>] = [
    Setting("ledger", \.ledger, .text, "The ledger's file name in the home."),
    Setting(
      "guard", \.guarded, .flag,
      "Whether the target paths of all missions must stay out of the home and of blocked_roots; "
        + "those of execution_mode cli always must."),
    Setting(
      "handoff_root", \.handoffRoot, .text,
      "The lane's own handoff folder; null means the handoff_root above."),
    Setting(
      "allow_roots", \.allowRoots, .texts,
      "Folders that the guard always allows, besides the handoff folder."),
    Setting(
      "blocked_roots", \.blockedRoots, .texts, "Folders that the guard blocks, besides the home."),
  ]
}

extension VPSettings {
  /// The keys of a VP.
  package static let settings: [Setting<VPSettings>] = [
    Setting("name", \.name, .text, "A short name for people."),
    Setting("description", \.about, .text, "What the VP is for."),
    Setting("lane", \.lane, .text, "The lane that holds its missions."),
    Setting(
      "workspace_root", \.workspaceRoot, .text,
      "The VP's own folder for workspaces; null means the workspace_root above."),
    Setting(
      "max_concurrent", \.maxConcurrent, .count(1...1_000),
      "How many of its missions may run at once."),
    Setting("command", \.command, .texts, "The program that executes a mission, with arguments."),
    Setting(
      "pass_env", \.passEnvironment, .variables,
      "Environment variables that are passed to the command."),
  ]
}

extension TokenSettings {
  /// The keys of a token.
  package static let settings: [Setting<TokenSettings>] = [
    Setting("scopes", \.scopes, .texts, "Any of read, dispatch, work, admin."),
    Setting("token_file", \.file, .text, "The file with the token."),
  ]
}
