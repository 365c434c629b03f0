namespace AsyncStdBenchmarks.Micro;

using System.Reflection;
using AsyncStd.Runtimes;
using BenchmarkDotNet.Attributes;

/// <summary>With <c>--once</c>: runs each benchmark of plain code once, measures nothing and prints their names, so that a test notices those that rot.</summary>
internal static class OnceCommand
{
    public const string Switch = "--once";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <exception cref="TimeoutException">A benchmark does not end.</exception>
    /// <exception cref="InvalidOperationException">Benchmarks that are compared give different results, or one has needed a runtime.</exception>
    public static void Run(TextWriter output)
    {
        foreach (Type type in typeof(PlainBenchmarks).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PlainBenchmarks))))
        {
            foreach (PlainBenchmarks benchmarks in Instances(type))
            {
                RunAll(benchmarks, output);
            }
        }

        RequireNoDefaultRuntime();
    }

    /// <summary>One for each value of its parameter, or the only one.</summary>
    private static IEnumerable<PlainBenchmarks> Instances(Type type)
    {
        PropertyInfo? parameter = type.GetProperties().SingleOrDefault(property => property.IsDefined(typeof(ParamsAttribute)));
        foreach (object? value in parameter?.GetCustomAttribute<ParamsAttribute>()!.Values ?? [null])
        {
            var benchmarks = (PlainBenchmarks)Activator.CreateInstance(type)!;
            parameter?.SetValue(benchmarks, value);
            yield return benchmarks;
        }
    }

    private static void RunAll(PlainBenchmarks benchmarks, TextWriter output)
    {
        string name = benchmarks.GetType().Name;
        var results = new Dictionary<string, long>();

        benchmarks.RequireNoRuntime();
        foreach (MethodInfo method in benchmarks.GetType().GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute))))
        {
            output.WriteLine($"{name}.{method.Name}");
            var task = (Task)method.Invoke(benchmarks, parameters: null)!;
            task.WaitAsync(s_patience).GetAwaiter().GetResult();

            string category = string.Join(' ', method.GetCustomAttribute<BenchmarkCategoryAttribute>()?.Categories ?? []);
            if (task is Task<long> { Result: long result } && !results.TryAdd(category, result) && results[category] != result)
            {
                throw new InvalidOperationException(
                    $"{name}.{method.Name} gives {result}, but {results[category]} is what it is compared with; both have to do the same work.");
            }
        }
    }

    /// <summary>A process has one default runtime: another cannot be set if anything here has needed it.</summary>
    private static void RequireNoDefaultRuntime()
    {
        using Runtime runtime = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Build();
        Runtime.SetDefault(runtime);
    }
}
