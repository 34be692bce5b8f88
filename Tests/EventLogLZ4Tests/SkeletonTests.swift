enum EventLogLZ4TestsSkeleton {}
