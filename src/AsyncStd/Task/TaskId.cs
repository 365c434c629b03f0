namespace AsyncStd.Task;

using System.Globalization;

/// <summary>The number of a task, counted from 1: no other task of the process has it, while it runs or later.</summary>
/// <remarks>Tasks are counted when they are first asked for their numbers, so the order says nothing about which was spawned first. The default value is no task's.</remarks>
public readonly record struct TaskId : IComparable<TaskId>
{
    private readonly long _number;

    internal TaskId(long number) => _number = number;

    /// <summary>Whether one number is below another.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(TaskId left, TaskId right) => left._number < right._number;

    /// <summary>Whether one number is not above another.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(TaskId left, TaskId right) => left._number <= right._number;

    /// <summary>Whether one number is above another.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(TaskId left, TaskId right) => left._number > right._number;

    /// <summary>Whether one number is not below another.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(TaskId left, TaskId right) => left._number >= right._number;

    /// <inheritdoc/>
    public int CompareTo(TaskId other) => _number.CompareTo(other._number);

    /// <summary>The number alone.</summary>
    /// <returns>Digits.</returns>
    public override string ToString() => _number.ToString(CultureInfo.InvariantCulture);
}
