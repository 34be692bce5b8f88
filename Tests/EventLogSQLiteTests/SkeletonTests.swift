enum EventLogSQLiteTestsSkeleton {}
