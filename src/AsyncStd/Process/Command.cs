namespace AsyncStd.Process;

using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>What to start as a process, and how. Each member that changes something returns a changed copy, so a command can be kept, shared and varied.</summary>
/// <remarks>No shell is involved: arguments arrive as they are, whatever characters are in them. What the driver of the runtime cannot do is refused with
/// <see cref="NotSupportedException"/> when the process is started; <c>Runtime.Current.ProcessHost.Capabilities</c> tells before.</remarks>
/// <example><code>
/// using AsyncStd.Process;
///
/// ProcessOutput output = await new Command("echo").Arg("hello").OutputAsync();
/// if (output.ExitStatus.IsSuccess)
/// {
///     Console.Write(output.StandardOutputText);
/// }
/// </code></example>
public sealed partial class Command
{
    private readonly ProcessSpec _spec;
    private readonly Stdio? _input;
    private readonly Stdio? _output;
    private readonly Stdio? _error;

    /// <summary>Makes a command without arguments.</summary>
    /// <param name="program">A path, or a name that is looked for in the PATH. A relative path starts from this process's directory.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Command(string program)
        : this(new ProcessSpec { FileName = Checked(program) }, null, null, null)
    {
    }

    private Command(ProcessSpec spec, Stdio? input, Stdio? output, Stdio? error)
    {
        _spec = spec;
        _input = input;
        _output = output;
        _error = error;
    }

    /// <summary>The program, as it was given.</summary>
    public string Program => _spec.FileName;

    /// <summary>The arguments, without the program's own name.</summary>
    public IReadOnlyList<string> Arguments => _spec.Arguments;

    /// <summary>What is changed in the environment; null: removed. What is inherited is not listed.</summary>
    public IReadOnlyDictionary<string, string?> Environment => _spec.Environment;

    /// <summary>The directory it starts in; null: this process's.</summary>
    public string? Directory => _spec.WorkingDirectory;

    /// <summary>Takes over program, arguments, directory, environment and redirections.</summary>
    /// <param name="start">The BCL's description. One that is to be run by the shell, as another user by name, or with a command line in one string, is refused.</param>
    /// <returns>The command.</returns>
    /// <exception cref="NotSupportedException">The description asks for something that only the BCL's own class does.</exception>
    public static Command From(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (start.UseShellExecute || start.UserName.Length > 0 || (start.Arguments.Length > 0 && !OperatingSystem.IsWindows()))
        {
            throw new NotSupportedException(
                "UseShellExecute, UserName and, except on Windows, Arguments as one string cannot be taken over; use ArgumentList, or System.Diagnostics.Process.");
        }

        Command command = new Command(start.FileName).Args(start.ArgumentList).EnvClear();
        foreach ((string name, string? value) in start.Environment)
        {
            command = command.Env(name, value ?? "");
        }

        command = start.WorkingDirectory.Length > 0 ? command.WorkingDirectory(start.WorkingDirectory) : command;
        command = start.RedirectStandardInput ? command.StandardInput(Stdio.Pipe) : command;
        command = start.RedirectStandardOutput ? command.StandardOutput(Stdio.Pipe) : command;
        command = start.RedirectStandardError ? command.StandardError(Stdio.Pipe) : command;
        return command.With(command._spec with { HideWindow = start.CreateNoWindow, RawArguments = start.Arguments.Length > 0 ? start.Arguments : null });
    }

    /// <summary>Adds an argument.</summary>
    /// <param name="value">Passed on as it is.</param>
    /// <returns>The changed command.</returns>
    public Command Arg(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(_spec with { Arguments = [.. _spec.Arguments, value] });
    }

    /// <summary>Adds arguments.</summary>
    /// <param name="values">Passed on one by one, as they are.</param>
    /// <returns>The changed command.</returns>
    public Command Args(params IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return With(_spec with { Arguments = [.. _spec.Arguments, .. values] });
    }

    /// <summary>Sets a variable of the environment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The changed command.</returns>
    public Command Env(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(_spec with { Environment = Variables.SetItem(name, value) });
    }

    /// <summary>Sets variables of the environment.</summary>
    /// <param name="pairs">Names and values.</param>
    /// <returns>The changed command.</returns>
    public Command Envs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return With(_spec with { Environment = Variables.SetItems(pairs.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))) });
    }

    /// <summary>Keeps a variable from the child.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The changed command.</returns>
    public Command EnvRemove(string name) => With(_spec with { Environment = Variables.SetItem(name, null) });

    /// <summary>Keeps all variables from the child, set ones too; those that are set later reach it.</summary>
    /// <returns>The changed command.</returns>
    public Command EnvClear() => With(_spec with { ClearEnvironment = true, Environment = ImmutableDictionary<string, string?>.Empty });

    /// <summary>Sets the directory that the child starts in.</summary>
    /// <param name="path">The directory.</param>
    /// <returns>The changed command.</returns>
    public Command WorkingDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return With(_spec with { WorkingDirectory = path });
    }

    /// <summary>Says what the child reads as its input. Unless said: what this process reads, or nothing with <see cref="OutputAsync"/>.</summary>
    /// <param name="stdio">Where it leads.</param>
    /// <returns>The changed command.</returns>
    public Command StandardInput(Stdio stdio) => new(_spec, stdio, _output, _error);

    /// <summary>Says where the child's output goes. Unless said: where this process's goes, or into the result with <see cref="OutputAsync"/>.</summary>
    /// <param name="stdio">Where it leads.</param>
    /// <returns>The changed command.</returns>
    public Command StandardOutput(Stdio stdio) => new(_spec, _input, stdio, _error);

    /// <summary>Says where the child's error messages go. Unless said: where this process's go, or into the result with <see cref="OutputAsync"/>.</summary>
    /// <param name="stdio">Where it leads.</param>
    /// <returns>The changed command.</returns>
    public Command StandardError(Stdio stdio) => new(_spec, _input, _output, stdio);

    /// <summary>Says whether disposing the <see cref="Child"/> kills it if it still runs; otherwise it goes on.</summary>
    /// <param name="value">Whether.</param>
    /// <returns>The changed command.</returns>
    public Command KillOnDispose(bool value = true) => With(_spec with { KillOnDispose = value });

    /// <summary>Says whether the system kills the child when this process ends; needs <see cref="ProcessCapabilities.KillOnParentExit"/>.</summary>
    /// <param name="value">Whether.</param>
    /// <returns>The changed command.</returns>
    public Command KillOnParentExit(bool value = true) => With(_spec with { KillOnParentExit = value });

    /// <summary>Puts the child into a process group; needs <see cref="ProcessCapabilities.ProcessGroups"/>.</summary>
    /// <param name="id">Which; 0: a new one of its own, to which signals can then be sent as a whole.</param>
    /// <returns>The changed command.</returns>
    public Command ProcessGroup(int id = 0) => With(_spec with { ProcessGroup = id });

    /// <summary>Gives the child a session of its own, without a terminal; needs <see cref="ProcessCapabilities.Sessions"/>.</summary>
    /// <returns>The changed command.</returns>
    public Command NewSession() => With(_spec with { NewSession = true });

    /// <summary>Sets the name that the program sees as its own; needs <see cref="ProcessCapabilities.ArgumentZero"/>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The changed command.</returns>
    public Command Arg0(string name) => With(_spec with { ArgumentZero = name });

    /// <summary>Lets the child inherit handles, under the numbers that they have here; needs <see cref="ProcessCapabilities.HandlePassing"/>.</summary>
    /// <param name="handles">The handles; they stay the caller's.</param>
    /// <returns>The changed command.</returns>
    public Command InheritedHandles(params IEnumerable<SafeHandle> handles) => With(_spec with { InheritedHandles = [.. handles] });

    private ImmutableDictionary<string, string?> Variables => (ImmutableDictionary<string, string?>)_spec.Environment;

    private static string Checked(string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        return program;
    }

    private Command With(ProcessSpec spec) => new(spec, _input, _output, _error);
}
