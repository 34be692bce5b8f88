enum CanonicalJSONTestsSkeleton {}
