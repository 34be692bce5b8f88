enum MissionTestingSkeleton {}
