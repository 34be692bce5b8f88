enum EventProjectionsSkeleton {}
