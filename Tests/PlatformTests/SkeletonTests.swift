enum PlatformTestsSkeleton {}
