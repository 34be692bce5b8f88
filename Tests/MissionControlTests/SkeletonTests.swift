enum MissionControlTestsSkeleton {}
