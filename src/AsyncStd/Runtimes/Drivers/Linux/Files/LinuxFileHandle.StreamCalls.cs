namespace AsyncStd.Runtimes.Drivers;

/// <summary>The calls on pipes, sockets and terminals, in a form that does not wait.</summary>
internal sealed unsafe partial class LinuxFileHandle
{
    private nint TryReadStream(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            if (IsNonBlocking())
            {
                return LinuxCalls.Read(_descriptor, start, (nuint)buffer.Length);
            }

            var vector = new LinuxVector { Start = start, Length = (nuint)buffer.Length };
            return LinuxCalls.ReadVector(_descriptor, &vector, 1, OwnPosition, LinuxFlags.NoWait);
        }
    }

    private nint TryWriteStream(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            if (IsNonBlocking())
            {
                return LinuxCalls.Write(_descriptor, start, (nuint)buffer.Length);
            }

            var vector = new LinuxVector { Start = start, Length = (nuint)buffer.Length };
            return LinuxCalls.WriteVector(_descriptor, &vector, 1, OwnPosition, LinuxFlags.NoWait);
        }
    }

    /// <summary>Asks first; between the question and the read somebody else may take the bytes, so this is made where it may block.</summary>
    private nint ReadMaybeBlocking(Span<byte> buffer)
    {
        if (_transfer == LinuxTransfer.AskFirst && LinuxCalls.Poll(_descriptor, LinuxFlags.PollIn) == 0)
        {
            return -LinuxErrors.Again;
        }

        fixed (byte* start = buffer)
        {
            return LinuxCalls.Read(_descriptor, start, (nuint)buffer.Length);
        }
    }

    private nint WriteMaybeBlocking(ReadOnlySpan<byte> buffer)
    {
        if (_transfer == LinuxTransfer.AskFirst && LinuxCalls.Poll(_descriptor, LinuxFlags.PollOut) == 0)
        {
            return -LinuxErrors.Again;
        }

        fixed (byte* start = buffer)
        {
            return LinuxCalls.Write(_descriptor, start, (nuint)Math.Min(buffer.Length, SmallPiece));
        }
    }

    private bool IsNonBlocking()
    {
        if (_transfer == LinuxTransfer.Unknown)
        {
            int flags = LinuxCalls.Control(_descriptor, LinuxFlags.GetStatusFlags, 0);
            _transfer = flags >= 0 && (flags & LinuxFlags.NonBlocking) != 0 ? LinuxTransfer.NonBlocking : LinuxTransfer.NoWaitFlag;
        }

        return _transfer == LinuxTransfer.NonBlocking;
    }
}
