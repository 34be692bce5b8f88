enum MissionModelTestsSkeleton {}
