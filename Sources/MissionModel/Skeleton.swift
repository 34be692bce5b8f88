enum MissionModelSkeleton {}
