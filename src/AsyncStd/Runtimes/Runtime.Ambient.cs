namespace AsyncStd.Runtimes;

// Finding the runtime of the running code.
public abstract partial class Runtime
{
    private static readonly Lock s_defaultLock = new();
    private static volatile Runtime? s_default;

    /// <summary>The runtime of the running task, or of the innermost <see cref="Enter"/>; outside both, <see cref="Default"/>.</summary>
    /// <exception cref="RuntimeConfigurationException">The default runtime is needed and its configuration is wrong.</exception>
    public static Runtime Current => Ambient.Runtime ?? Default;

    /// <summary>The process's own runtime, built from <c>ASYNC_STD_*</c> when it is first needed, and never disposed.</summary>
    /// <exception cref="RuntimeConfigurationException">The configuration is wrong: the message names the variable, its value and what is allowed.</exception>
    public static Runtime Default
    {
        get
        {
            return s_default ?? Build();

            static Runtime Build()
            {
                lock (s_defaultLock)
                {
                    return s_default ??= new RuntimeBuilder().Build();
                }
            }
        }
    }

    /// <summary>The default runtime if anything has needed it yet.</summary>
    internal static Runtime? ExistingDefault => s_default;

    /// <summary>The runtime of the running task, or of the innermost <see cref="Enter"/>, if there is one. Builds nothing.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <returns>Whether the calling code belongs to a runtime.</returns>
    public static bool TryGetCurrent([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Runtime? runtime)
    {
        runtime = Ambient.Runtime;
        return runtime is not null;
    }

    /// <summary>Makes a runtime the process's default, before anything has used the default.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <exception cref="InvalidOperationException">There is a default runtime already.</exception>
    public static void SetDefault(Runtime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        lock (s_defaultLock)
        {
            if (s_default is not null)
            {
                throw new InvalidOperationException($"The default runtime '{s_default.Name}' is already in use; set another one before the first spawn or block-on.");
            }

            s_default = runtime;
        }
    }

    /// <summary>Makes this runtime the current one of the calling code until the result is disposed; flows like an <see cref="AsyncLocal{T}"/>.</summary>
    /// <returns>Dispose it where it was made, in reverse order.</returns>
    /// <example><code>
    /// await using Runtime runtime = new RuntimeBuilder().Name("mine").Build();
    /// using (runtime.Enter())
    /// {
    ///     await Task.Spawn(() => Console.WriteLine(Runtime.Current.Name));
    /// }
    /// </code></example>
    public RuntimeEntryScope Enter()
    {
        WorkItem? outer = Ambient.Item;
        Ambient.Item = Entry;
        return new RuntimeEntryScope(outer);
    }
}
