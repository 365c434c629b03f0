namespace AsyncStdTests.Packaging;

/// <summary>The package for hosts, in a feed with the one that it depends on.</summary>
public sealed class PackedHostingPackage() : PackedPackage("AsyncStd.Hosting", "AsyncStd");
