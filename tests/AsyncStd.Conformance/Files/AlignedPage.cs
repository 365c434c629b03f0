namespace AsyncStdConformance.Files;

using System.Runtime.InteropServices;

/// <summary>Memory as reads past the cache want it: of one page, and beginning at one.</summary>
internal static class AlignedPage
{
    public const int Size = 4096;

    public static Memory<byte> New()
    {
        byte[] twice = GC.AllocateUninitializedArray<byte>(2 * Size, pinned: true);
        int start = (int)(Size - (Marshal.UnsafeAddrOfPinnedArrayElement(twice, 0) % Size));
        return twice.AsMemory(start, Size);
    }
}
