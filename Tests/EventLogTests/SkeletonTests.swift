enum EventLogTestsSkeleton {}
