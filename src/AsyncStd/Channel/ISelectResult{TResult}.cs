namespace AsyncStd.Channel;

/// <summary>A branch of a select that knows what the select gives if it wins.</summary>
internal interface ISelectResult<out TResult>
{
    /// <summary>Calls the user's function. On the awaiting side, when the wait is over.</summary>
    TResult Result();
}
