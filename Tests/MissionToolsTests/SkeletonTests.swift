enum MissionToolsTestsSkeleton {}
