namespace AsyncStdConformance.Processes;

using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncStd.Prelude;
using AsyncStd.Process;
using AsyncStd.Runtimes.Drivers;

[UnsupportedOSPlatform("windows")]
public sealed class CommandTests
{
    [Theory, OnProcesses]
    public void A_command_says_what_it_said_and_how_it_ended(ProcessCase on)
        => on.Run(async _ =>
        {
            ProcessOutput output = await Shell("echo out; echo err >&2; exit 3").OutputAsync();

            output.StandardOutputText.ShouldBe("out\n");
            output.StandardErrorText.ShouldBe("err\n");
            output.StandardOutput.Length.ShouldBe(4);
            output.StandardError.Length.ShouldBe(4);
            output.ProcessId.ShouldBeGreaterThan(0);
            output.ExitStatus.Code.ShouldBe(3);
            output.ExitStatus.IsSuccess.ShouldBeFalse();
            output.ExitStatus.ToString().ShouldBe("exit code 3");
            (await Shell("exit 0").StatusAsync()).IsSuccess.ShouldBeTrue();
            (await Shell("exit 7").RunAsync()).ExitCode.ShouldBe(7);
        });

    [Theory, OnProcesses]
    public void Arguments_arrive_as_they_are(ProcessCase on)
        => on.Run(async _ =>
        {
            string[] arguments = ["", "two words", "\"quoted\"", "$HOME `id` ; rm", "ümlaut \U0001F600", "back\\slash", "*"];

            ProcessOutput output = await new Command("printf").Arg("[%s]").Args(arguments).OutputAsync();

            output.StandardOutputText.ShouldBe(string.Concat(arguments.Select(each => $"[{each}]")));
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.HandlePassing)]
    public void Names_that_are_no_text_arrive_as_the_bytes_that_they_are(ProcessCase on)
        => on.Run(async _ =>
        {
            string folder = Directory.CreateTempSubdirectory().FullName;
            try
            {
                // The shell makes what the base class library cannot name: bytes that are no UTF-8.
                (await Shell($@"cd {folder} && f=$(printf 'f\377\303o') && mkdir ""$f"" && printf '#!/bin/sh\npwd\n' > ""$f/$f"" && chmod +x ""$f/$f""").StatusAsync()).IsSuccess.ShouldBeTrue();
                const string name = "f\uDCFF\uDCC3o"; // as an entry of the folder has it
                const string bytes = "66 ff c3 6f";

                (await Shell("printf %s \"$1\" | od -An -tx1").Args("sh", name).OutputAsync()).StandardOutputText.Trim().ShouldBe(bytes);
                (await Shell("printf %s \"$NAME\" | od -An -tx1").Env("NAME", name).OutputAsync()).StandardOutputText.Trim().ShouldBe(bytes);
                (await Shell("pwd | tr -d '\\n' | tail -c 4 | od -An -tx1").WorkingDirectory($"{folder}/{name}").OutputAsync()).StandardOutputText.Trim().ShouldBe(bytes);
                (await new Command($"{folder}/{name}/{name}").StandardOutput(Stdio.Null).StatusAsync()).IsSuccess.ShouldBeTrue();
                await Should.ThrowAsync<DirectoryNotFoundException>(async () => await Shell("true").WorkingDirectory($"{folder}/{name}x").StatusAsync());
                await Should.ThrowAsync<UnauthorizedAccessException>(async () => await new Command($"{folder}/{name}").StatusAsync());
            }
            finally
            {
                (await Shell($"rm -r {folder}").StatusAsync()).IsSuccess.ShouldBeTrue();
            }
        });

    [Theory, OnProcesses]
    public void The_environment_is_what_was_said(ProcessCase on)
        => on.Run(async _ =>
        {
            Command command = new Command("/usr/bin/env").EnvClear().Env("ONE", "1").Envs([new("TWO", "2"), new("THREE", "x=y")]).EnvRemove("TWO");

            ProcessOutput cleared = await command.OutputAsync();
            ProcessOutput inherited = await new Command("/usr/bin/env").EnvRemove("PATH").Env("ONE", "1").OutputAsync();

            cleared.StandardOutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["ONE=1", "THREE=x=y"]);
            command.Environment["TWO"].ShouldBeNull();
            inherited.StandardOutputText.ShouldContain("ONE=1\n");
            inherited.StandardOutputText.ShouldNotContain("\nPATH=");
        });

    [Theory, OnProcesses]
    public void It_starts_in_the_directory_that_was_said(ProcessCase on)
        => on.Run(async _ =>
        {
            Command command = new Command("pwd").WorkingDirectory("/usr");

            (await command.OutputAsync()).StandardOutputText.ShouldBe("/usr\n");
            command.Directory.ShouldBe("/usr");
            command.Program.ShouldBe("pwd");
            (await Should.ThrowAsync<DirectoryNotFoundException>(async () => await new Command("pwd").WorkingDirectory("/no/such").SpawnAsync())).Message.ShouldContain("/no/such");
        });

    [Fact]
    public void A_command_is_not_changed_by_its_variations()
    {
        var first = new Command("a");
        Command second = first.Arg("b").Args("c", "d");

        first.Arguments.ShouldBeEmpty();
        second.Arguments.ShouldBe(["b", "c", "d"]);
        second.Arg("e").Arguments.Count.ShouldBe(4);
        second.Arguments.Count.ShouldBe(3);
    }

    [Theory, OnProcesses]
    public void A_description_of_the_base_class_library_is_taken_over(ProcessCase on)
        => on.Run(async _ =>
        {
            var start = new ProcessStartInfo("sh", ["-c", "echo $VARIABLE; pwd"]) { WorkingDirectory = "/usr", RedirectStandardOutput = true };
            start.Environment["VARIABLE"] = "value";

            (await Command.From(start).OutputAsync()).StandardOutputText.ShouldBe("value\n/usr\n");
            Should.Throw<NotSupportedException>(() => Command.From(new ProcessStartInfo("x") { UseShellExecute = true }));
        });

    [Theory, OnProcesses]
    public void A_program_that_is_missing_or_none_is_named_in_the_failure(ProcessCase on)
        => on.Run(async _ =>
        {
            string folder = Directory.CreateTempSubdirectory().FullName;
            try
            {
                string plain = Path.Combine(folder, "plain");
                File.WriteAllText(plain, "no program");

                (await Should.ThrowAsync<FileNotFoundException>(async () => await new Command("no-such-program-at-all").SpawnAsync())).Message.ShouldContain("no-such-program-at-all");
                await Should.ThrowAsync<FileNotFoundException>(async () => await new Command(folder + "/missing").SpawnAsync());
                (await Should.ThrowAsync<UnauthorizedAccessException>(async () => await new Command(plain).SpawnAsync())).Message.ShouldContain(plain);
                File.SetUnixFileMode(plain, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                (await Should.ThrowAsync<IOException>(async () => await new Command(plain).StatusAsync())).Message.ShouldContain(plain);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });

    [Theory, OnProcesses]
    public void What_contains_a_nul_is_refused_before_anything_is_started(ProcessCase on)
        => on.Run(async _ =>
        {
            (await Should.ThrowAsync<ArgumentException>(async () => await new Command("echo").Arg("a\0b").SpawnAsync())).Message.ShouldContain("a\\0b");
            await Should.ThrowAsync<ArgumentException>(async () => await new Command("ec\0ho").SpawnAsync());
            await Should.ThrowAsync<ArgumentException>(async () => await new Command("echo").Env("A", "\0").SpawnAsync());
            await Should.ThrowAsync<ArgumentException>(async () => await new Command("echo").Env("A=B", "c").SpawnAsync());
            await Should.ThrowAsync<ArgumentException>(async () => await new Command("echo").Env("", "c").SpawnAsync());
            await Should.ThrowAsync<ArgumentException>(async () => await new Command("echo").WorkingDirectory("\0").SpawnAsync());
            Should.Throw<ArgumentException>(() => new Command(""));
        });

    [Theory, OnProcesses]
    public void Streams_that_lead_nowhere_give_and_take_nothing(ProcessCase on)
        => on.Run(async _ =>
        {
            ProcessOutput output = await Shell("cat; echo swallowed >&2; echo said").StandardInput(Stdio.Null).StandardError(Stdio.Null).OutputAsync();

            output.StandardOutputText.ShouldBe("said\n");
            output.StandardError.IsEmpty.ShouldBeTrue();
            (await Shell("head -c 1000000 /dev/zero").StandardOutput(Stdio.Null).StatusAsync()).IsSuccess.ShouldBeTrue();
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.HandlePassing)]
    public void A_file_is_what_a_child_reads_and_writes(ProcessCase on)
        => on.Run(async _ =>
        {
            string path = Path.GetTempFileName();
            try
            {
                using (var file = File.OpenHandle(path, FileMode.Truncate, FileAccess.Write))
                {
                    await Shell("echo to a file").StandardOutput(Stdio.FromHandle(file)).StatusAsync();
                }

                using var reading = File.OpenHandle(path);
                (await new Command("cat").StandardInput(Stdio.FromHandle(reading)).OutputAsync()).StandardOutputText.ShouldBe("to a file\n");
            }
            finally
            {
                File.Delete(path);
            }
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.HandlePassing)]
    public void One_child_reads_what_another_says(ProcessCase on)
        => on.Run(async _ =>
        {
            await using Child first = await Shell("echo one; echo two").StandardOutput(Stdio.Pipe).SpawnAsync();
            await using Child second = await new Command("wc").Arg("-l").StandardInput(Stdio.FromStream(first.StandardOutput!)).StandardOutput(Stdio.Pipe).SpawnAsync();
            await first.StandardOutput!.DisposeAsync();

            (await second.StandardOutput!.ReadToStringAsync()).Trim().ShouldBe("2");
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.HandlePassing)]
    public void A_handle_is_inherited_only_if_that_was_said(ProcessCase on)
        => on.Run(async _ =>
        {
            string path = Path.GetTempFileName();
            try
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read);
                string number = file.DangerousGetHandle().ToString();

                (await Shell($"test -e /proc/self/fd/{number}").StatusAsync()).IsSuccess.ShouldBeFalse();
                (await Shell($"test -e /proc/self/fd/{number}").InheritedHandles(file).StatusAsync()).IsSuccess.ShouldBeTrue();
            }
            finally
            {
                File.Delete(path);
            }
        });

    [Theory, OnProcesses(Needing = ProcessCapabilities.ArgumentZero)]
    public void A_program_can_be_given_another_name_for_itself(ProcessCase on)
        => on.Run(async _ => (await new Command("sh").Arg0("other").Args("-c", "echo $0").OutputAsync()).StandardOutputText.ShouldBe("other\n"));

    [Theory, OnProcesses]
    public void What_a_driver_cannot_do_is_refused(ProcessCase on)
        => on.Run(async runtime =>
        {
            ProcessCapabilities capabilities = runtime.ProcessHost.Capabilities;
            if ((capabilities & ProcessCapabilities.KillOnParentExit) == 0)
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await Shell("true").KillOnParentExit().SpawnAsync());
            }

            if ((capabilities & ProcessCapabilities.HandlePassing) == 0)
            {
                await Should.ThrowAsync<NotSupportedException>(async () => await Shell("true").StandardInput(Stdio.FromHandle(new(0, false))).SpawnAsync());
            }

            await Task.YieldNow();
        });

    internal static Command Shell(string script) => new Command("sh").Args("-c", script);
}
