enum MissionCLITestsSkeleton {}
