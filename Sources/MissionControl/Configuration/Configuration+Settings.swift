import MissionModel

extension Configuration {
  /// Every key with one value, in the order of the file.
  ///
  /// `lanes`, `vps` and `server.tokens` are maps, whose members have keys of their own.
  package static let settings: [Setting<Configuration>] = [
    Setting(
      "lease_ttl", \.leaseTTL, .duration(MissionPolicy.leaseBounds),
      "How long a claim holds without a word from its worker."),
    Setting(
      "heartbeat_interval", \.heartbeatInterval, .duration(0.1...3_600),
      "The time between two heartbeats of a mission, less than lease_ttl; null is a third of it."),
    Setting(
      "cancel_grace", \.cancelGrace, .duration(0...86_400),
      "How long a worker may take to obey a cancel before it is overdue."),
    Setting(
      "no_progress_timeout", \.noProgressTimeout, .duration(0...604_800),
      "A child that is silent for this long is ended; 0 sets no limit."),
    Setting(
      "drain_timeout", \.drainTimeout, .duration(0...604_800),
      "How long a worker that is told to stop lets its mission go on."),
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
      "The most missions that one reconciliation ends."),
    Setting(
      "reconcile_policy", \.reconcilePolicy, .choice(of: StaleEnd.self),
      "What becomes of a stale mission: fail, or requeue, which repeats its side effects."),
    Setting(
      "bridge_enabled", \.bridgeEnabled, .flag, "Whether servers carry mission events into feeds."),
    Setting(
      "bridge_interval", \.bridgeInterval, .duration(0.05...3_600),
      "The time between two deliveries."),
    Setting(
      "retry_chain_max", \.retryChainMax, .count(1...100), "The most missions in a retry chain."),
    Setting(
      "busy_timeout", \.busyTimeout, .duration(0.05...600),
      "How long a write waits for a ledger's lock."),
    Setting(
      "durability", \.durability, .choice(of: Durability.self),
      "full syncs each commit; relaxed may lose the last ones at a power cut."),
    Setting(
      "min_free_bytes", \.minFreeBytes, .size(0...(1 << 50)),
      "Below this much free disk, dispatches and claims are refused; 0 sets no limit."),
    Setting(
      "auto_rebuild", \.autoRebuild, .flag,
      "Whether projections older than the program are rebuilt on open."),
    Setting(
      "redact", \.redact, .patterns,
      "Regular expressions; what matches in a text is replaced by [redacted] before it enters the log; ids and paths "
        + "are kept."),
    Setting(
      "workspace_root", \.workspaceRoot, .text,
      "The folder of the missions' workspaces; null is workspaces in the home."),
    Setting(
      "handoff_root", \.handoffRoot, .text,
      "Where guarded lanes hand over their work; null is handoff in the home."),
    Setting(
      "root_file", \.rootFile, .text,
      "A file to which the server appends the ledgers' roots each day."),
    Setting("server.host", \.server.host, .text, "The address that the server listens on."),
    Setting("server.port", \.server.port, .count(0...65_535), "Its port; 0 takes a free one."),
    Setting(
      "server.allowed_hosts", \.server.allowedHosts, .texts, "Host headers that are answered."),
    Setting(
      "server.allowed_origins", \.server.allowedOrigins, .texts,
      "Origins that are answered besides the server's own."),
    Setting(
      "server.max_body_bytes", \.server.maxBodyBytes, .size(1_024...(16 << 20)),
      "The largest request body, a plan of reconcile aside."),
    Setting(
      "server.max_connections", \.server.maxConnections, .count(1...65_536),
      "The most connections at once."),
    Setting(
      "server.requests_per_minute", \.server.requestsPerMinute, .count(0...1_000_000),
      "The most requests a minute of one client; 0 sets no limit, null is 6000 beyond this machine and no limit on it."
    ),
    Setting(
      "stats.failure_rate", \.stats.failureRate, .share,
      "The highest share of failures among finished missions."),
    Setting(
      "stats.fallback_rate", \.stats.fallbackRate, .share,
      "The highest share of missions that fell back."),
    Setting(
      "stats.reconciliation_rate", \.stats.reconciliationRate, .share,
      "The highest share of missions that were reconciled."),
    Setting(
      "stats.lock_retry_rate", \.stats.lockRetryRate, .share,
      "The highest share of writes that waited for a lock."),
    Setting(
      "stats.starvation", \.stats.starvationSeconds, .duration(1...31_536_000),
      "The longest wait of a claimable mission."),
    Setting(
      "stats.bridge_lag", \.stats.bridgeLagSeconds, .duration(1...31_536_000),
      "The longest lag of the bridge."),
  ]
}

extension LaneSettings {
  /// The keys of a lane.
  package static let settings: [Setting<LaneSettings>] = [
    Setting("ledger", \.ledger, .text, "The ledger's file name in the home."),
    Setting("guard", \.guarded, .flag, "Whether target paths are guarded."),
    Setting("handoff_root", \.handoffRoot, .text, "A hand-over folder of its own."),
    Setting("allow_roots", \.allowRoots, .texts, "Folders that are allowed besides it."),
    Setting("blocked_roots", \.blockedRoots, .texts, "Folders that are blocked."),
  ]
}

extension VPSettings {
  /// The keys of a VP.
  package static let settings: [Setting<VPSettings>] = [
    Setting("name", \.name, .text, "A short name for people."),
    Setting("description", \.about, .text, "What the VP is for."),
    Setting("lane", \.lane, .text, "The lane that holds its missions."),
    Setting("workspace_root", \.workspaceRoot, .text, "A workspace folder of its own."),
    Setting("max_concurrent", \.maxConcurrent, .count(1...1_000), "Missions at once."),
    Setting("command", \.command, .texts, "The program that executes a mission, with arguments."),
    Setting(
      "pass_env", \.passEnvironment, .variables, "Environment variables its child gets."),
  ]
}

extension TokenSettings {
  /// The keys of a token.
  package static let settings: [Setting<TokenSettings>] = [
    Setting("scopes", \.scopes, .texts, "Any of read, dispatch, work, admin."),
    Setting("token_file", \.file, .text, "The file that holds it."),
  ]
}
