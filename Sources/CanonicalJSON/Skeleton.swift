enum CanonicalJSONSkeleton {}
