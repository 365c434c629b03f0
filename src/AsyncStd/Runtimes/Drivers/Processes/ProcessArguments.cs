namespace AsyncStd.Runtimes.Drivers;

/// <summary>What no system can be asked for.</summary>
internal static class ProcessArguments
{
    /// <exception cref="ArgumentException">A name is empty, or something contains a NUL.</exception>
    /// <exception cref="NotSupportedException">The driver lacks something that is asked for.</exception>
    public static void Check(ProcessSpec spec, IProcessHost host)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentException.ThrowIfNullOrEmpty(spec.FileName);
        RefuseNul(spec.FileName, "The program's name");
        RefuseNul(spec.ArgumentZero, "The name that the program sees");
        RefuseNul(spec.RawArguments, "The raw arguments");
        RefuseNul(spec.WorkingDirectory, "The working directory");
        for (int i = 0; i < spec.Arguments.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(spec.Arguments[i], $"Arguments[{i}]");
            RefuseNul(spec.Arguments[i], $"Argument {i}");
        }

        foreach ((string name, string? value) in spec.Environment)
        {
            RefuseNul(name, "The name of a variable");
            RefuseNul(value, $"The value of the variable '{name}'");
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{name}' is no name of a variable: it is empty or contains an equals sign.", nameof(spec));
            }
        }

        Demand(host, spec.ArgumentZero is not null, ProcessCapabilities.ArgumentZero, "gives a program no other name");
        Demand(host, spec.RawArguments is not null, ProcessCapabilities.RawCommandLine, "passes no raw command line");
        Demand(host, spec.KillOnParentExit, ProcessCapabilities.KillOnParentExit, "cannot tie a child's life to this process");
        Demand(host, spec.ProcessGroup is not null, ProcessCapabilities.ProcessGroups, "makes no process groups");
        Demand(host, spec.NewSession, ProcessCapabilities.Sessions, "makes no sessions");
        Demand(host, spec.UserId is not null || spec.GroupId is not null || spec.SupplementaryGroupIds is not null, ProcessCapabilities.Users, "changes no users");
        Demand(host, spec.NativeFlags != 0, ProcessCapabilities.NativeFlags, "passes no native flags");
        Demand(
            host,
            spec.InheritedHandles.Count > 0 || IsHandle(spec.StandardInput) || IsHandle(spec.StandardOutput) || IsHandle(spec.StandardError),
            ProcessCapabilities.HandlePassing,
            "passes no handles");
    }

    private static bool IsHandle(ProcessStdio stdio) => stdio.Kind == ProcessStdioKind.Handle;

    private static void RefuseNul(string? text, string what)
    {
        if (text is not null && text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{what} contains a NUL, where the system would cut it off: \"{text.Replace("\0", "\\0", StringComparison.Ordinal)}\".");
        }
    }

    private static void Demand(IProcessHost host, bool isAsked, ProcessCapabilities capability, string what)
    {
        if (isAsked && (host.Capabilities & capability) == 0)
        {
            throw new NotSupportedException($"The process driver '{host.Name}' {what}.");
        }
    }
}
