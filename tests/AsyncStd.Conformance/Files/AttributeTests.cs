namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;

/// <summary>The read-only mark, made of permission bits, as the base class library makes it.</summary>
public sealed class AttributeTests
{
    [Theory, OnFiles(Having = FileSystemCapabilities.UnixModes)]
    public void The_read_only_mark_is_set_and_taken_away_as_the_base_class_library_does(RuntimeCase on, DriverCase driver)
        => driver.Run(on, async (files, folder) =>
        {
            string one = folder.File("one"), other = folder.File("other");
            foreach (FileAttributes attributes in (FileAttributes[])[FileAttributes.Normal, FileAttributes.ReadOnly, 0])
            {
                for (int mode = 0; mode <= 0x1FF; mode++)
                {
                    Modes.Set(one, (UnixFileMode)mode);
                    Modes.Set(other, (UnixFileMode)mode);

                    File.SetAttributes(one, attributes);
                    await files.SetAttributesAsync(other, attributes, default);

                    string bits = Convert.ToString(mode, 8);
                    Modes.Get(other).ShouldBe(Modes.Get(one), $"{attributes} of 0{bits}");
                    (await files.GetMetadataAsync(other, true, default)).Attributes.ShouldBe(File.GetAttributes(other), $"{attributes} of 0{bits}");
                }
            }
        });
}
