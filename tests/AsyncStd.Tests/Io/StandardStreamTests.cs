namespace AsyncStdTests.Io;

using AsyncStd.Io;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

public sealed class StandardStreamTests
{
    [Fact]
    public void The_process_has_one_input_and_one_output_whatever_drivers_its_runtimes_have()
    {
        (string driver, Stdin input, Stdout output, Stderr error) = On(IoKind.Auto);
        (string other, Stdin otherInput, Stdout otherOutput, Stderr otherError) = On(IoKind.Portable);

        if (OperatingSystem.IsLinux())
        {
            other.ShouldNotBe(driver);
        }

        otherInput.ShouldBeSameAs(input);
        otherOutput.ShouldBeSameAs(output);
        otherError.ShouldBeSameAs(error);
    }

    private static (string Driver, Stdin Input, Stdout Output, Stderr Error) On(IoKind io)
    {
        using Runtime runtime = new RuntimeBuilder().UseEnvironment(new Dictionary<string, string?>()).Use(RuntimeKind.CurrentThread).Configure(options => options.Io = io).Build();
        return runtime.BlockOn(() => new ValueTask<(string, Stdin, Stdout, Stderr)>((runtime.ProcessHost.Name, Console.Stdin, Console.Stdout, Console.Stderr)));
    }
}
