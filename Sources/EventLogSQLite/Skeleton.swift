enum EventLogSQLiteSkeleton {}
