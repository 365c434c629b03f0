namespace AsyncStdConformance.Files;

using System.Reflection;

/// <summary>An object of a driver whose calls a test sees before they are made, and may answer itself.</summary>
/// <typeparam name="T">The interface of the object.</typeparam>
public class Intercepted<T> : DispatchProxy
    where T : class
{
    private T _inner = null!;
    private Func<string, object?[], Func<object?>, object?> _answer = null!;

    /// <summary>Puts a test between an object and who calls it.</summary>
    /// <param name="inner">The object.</param>
    /// <param name="answer">Is told the name of the member that is called, and how to make the call; its result is the call's.</param>
    public static T Around(T inner, Func<string, Func<object?>, object?> answer) => Around(inner, (member, _, call) => answer(member, call));

    /// <summary>The same for a test that looks at the arguments.</summary>
    public static T Around(T inner, Func<string, object?[], Func<object?>, object?> answer)
    {
        T proxy = Create<T, Intercepted<T>>();
        var intercepted = (Intercepted<T>)(object)proxy;
        (intercepted._inner, intercepted._answer) = (inner, answer);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => _answer(targetMethod!.Name, args ?? [], () => targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null));
}
