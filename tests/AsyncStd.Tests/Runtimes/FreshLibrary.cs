namespace AsyncStdTests.Runtimes;

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AsyncStd.Runtimes;

/// <summary>The library as a process finds it that has not used it yet: loaded once more, with statics of its own, and these tests with it.</summary>
internal sealed class FreshLibrary : AssemblyLoadContext
{
    private static readonly Lock s_switches = new();
    private static readonly string[] s_own = ["AsyncStd", "AsyncStd.Tests"];

    private FreshLibrary()
        : base(nameof(FreshLibrary))
    {
    }

    /// <summary>Runs a function that captures nothing against the fresh library.</summary>
    public static void Run(Action body)
    {
        var context = new FreshLibrary();
        context.LoadWithoutEvents();
        Module fresh = context.LoadFromAssemblyName(typeof(FreshLibrary).Assembly.GetName()).ManifestModule;
        MethodBase same = fresh.ResolveMethod(body.Method.MetadataToken)!;
        object? target = same.IsStatic ? null : Activator.CreateInstance(same.DeclaringType!, nonPublic: true);

        same.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);
    }

    /// <summary>A process can have one event source of a name: that of the library which all other tests use, and which has read its switches before.</summary>
    private void LoadWithoutEvents()
    {
        const string Events = "AsyncStd.EventSource.IsSupported";
        RuntimeHelpers.RunClassConstructor(typeof(FeatureSwitches).TypeHandle);
        lock (s_switches)
        {
            AppContext.SetSwitch(Events, false);
            Type fresh = LoadFromAssemblyName(typeof(Runtime).Assembly.GetName()).GetType(typeof(FeatureSwitches).FullName!, throwOnError: true)!;
            RuntimeHelpers.RunClassConstructor(fresh.TypeHandle);
            AppContext.SetSwitch(Events, true);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
        => s_own.Contains(assemblyName.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) : null;
}
