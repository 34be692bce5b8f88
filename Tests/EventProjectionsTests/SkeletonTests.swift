enum EventProjectionsTestsSkeleton {}
