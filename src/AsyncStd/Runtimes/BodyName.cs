namespace AsyncStd.Runtimes;

/// <summary>Turns the compiler's name of a state machine into the name of the method that it was made from.</summary>
internal static class BodyName
{
    /// <summary>The method name of a state machine type, or the type's own name if it has another form.</summary>
    public static string Of(Type stateMachine)
    {
        string name = stateMachine.Name;
        int from = name.LastIndexOf('<') + 1;
        int to = name.IndexOf('>', from);
        string method = from > 0 && to > from ? name[from..to] : name;
        Type? outer = stateMachine.DeclaringType;
        while (outer is not null && outer.Name.StartsWith('<'))
        {
            outer = outer.DeclaringType;
        }

        return outer is null ? method : $"{outer.Name}.{method}";
    }
}
