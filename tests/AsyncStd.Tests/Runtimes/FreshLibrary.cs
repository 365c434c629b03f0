namespace AsyncStdTests.Runtimes;

using System.Reflection;
using System.Runtime.Loader;

/// <summary>The library as a process finds it that has not used it yet: loaded once more, with statics of its own, and these tests with it.</summary>
internal sealed class FreshLibrary : AssemblyLoadContext
{
    private static readonly string[] s_own = ["AsyncStd", "AsyncStd.Tests"];

    private FreshLibrary()
        : base(nameof(FreshLibrary))
    {
    }

    /// <summary>Runs a function that captures nothing against the fresh library.</summary>
    public static void Run(Action body)
    {
        Module fresh = new FreshLibrary().LoadFromAssemblyName(typeof(FreshLibrary).Assembly.GetName()).ManifestModule;
        MethodBase same = fresh.ResolveMethod(body.Method.MetadataToken)!;
        object? target = same.IsStatic ? null : Activator.CreateInstance(same.DeclaringType!, nonPublic: true);

        same.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
        => s_own.Contains(assemblyName.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) : null;
}
