enum MissionToolsSkeleton {}
