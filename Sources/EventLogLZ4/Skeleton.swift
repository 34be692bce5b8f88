enum EventLogLZ4Skeleton {}
