namespace AsyncStdConformance.Context.Strangers;

using System.Reflection;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Files;

/// <summary>Drivers that somebody has written with plain awaits, so that each call is a task which ends with a context.</summary>
internal static class PlainDriver
{
    private static readonly MethodInfo s_around = Method(nameof(Around));
    private static readonly MethodInfo s_later = Method(nameof(LaterAsync));

    /// <summary>Puts waits around an object of a driver, and around all that it hands out.</summary>
    public static T Around<T>(T inner, Witness witness)
        where T : class
        => Intercepted<T>.Around(inner, (member, call) => Later(member, call(), witness));

    private static object? Later(string member, object? result, Witness witness) => result switch
    {
        ValueTask call => LaterWithoutResultAsync(call, member, witness),
        not null when result.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            => s_later.MakeGenericMethod(type.GenericTypeArguments).Invoke(null, [result, member, witness]),
        _ => result,
    };

    private static async ValueTask LaterWithoutResultAsync(ValueTask call, string member, Witness witness)
    {
        await call;
        await witness.Rest(member);
    }

    private static async ValueTask<T> LaterAsync<T>(ValueTask<T> call, string member, Witness witness)
    {
        T result = await call;
        await witness.Rest(member);
        return typeof(T).IsInterface && typeof(T).Namespace == typeof(IFileSystem).Namespace
            ? (T)s_around.MakeGenericMethod(typeof(T)).Invoke(null, [result, witness])!
            : result;
    }

    private static MethodInfo Method(string name) => typeof(PlainDriver).GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
}
