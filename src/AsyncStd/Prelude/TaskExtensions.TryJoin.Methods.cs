namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all, or the first failure: methods that return tasks.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2)> TryJoin<T1, T2>(Func<Task<T1>> first, Func<Task<T2>> second, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2, T3)> TryJoin<T1, T2, T3>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2, T3, T4)> TryJoin<T1, T2, T3, T4>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third, Func<Task<T4>> fourth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2, T3, T4, T5)> TryJoin<T1, T2, T3, T4, T5>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third, Func<Task<T4>> fourth, Func<Task<T5>> fifth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> TryJoin<T1, T2, T3, T4, T5, T6>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third, Func<Task<T4>> fourth, Func<Task<T5>> fifth, Func<Task<T6>> sixth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> TryJoin<T1, T2, T3, T4, T5, T6, T7>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third, Func<Task<T4>> fourth, Func<Task<T5>> fifth, Func<Task<T6>> sixth, Func<Task<T7>> seventh, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> TryJoin<T1, T2, T3, T4, T5, T6, T7, T8>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third, Func<Task<T4>> fourth, Func<Task<T5>> fifth, Func<Task<T6>> sixth, Func<Task<T7>> seventh, Func<Task<T8>> eighth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2)> TryJoin<T1, T2>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2, T3)> TryJoin<T1, T2, T3>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, Func<ValueTask<T3>> third, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2, T3, T4)> TryJoin<T1, T2, T3, T4>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, Func<ValueTask<T3>> third, Func<ValueTask<T4>> fourth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2, T3, T4, T5)> TryJoin<T1, T2, T3, T4, T5>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, Func<ValueTask<T3>> third, Func<ValueTask<T4>> fourth, Func<ValueTask<T5>> fifth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> TryJoin<T1, T2, T3, T4, T5, T6>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, Func<ValueTask<T3>> third, Func<ValueTask<T4>> fourth, Func<ValueTask<T5>> fifth, Func<ValueTask<T6>> sixth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> TryJoin<T1, T2, T3, T4, T5, T6, T7>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, Func<ValueTask<T3>> third, Func<ValueTask<T4>> fourth, Func<ValueTask<T5>> fifth, Func<ValueTask<T6>> sixth, Func<ValueTask<T7>> seventh, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> TryJoin<T1, T2, T3, T4, T5, T6, T7, T8>(Func<ValueTask<T1>> first, Func<ValueTask<T2>> second, Func<ValueTask<T3>> third, Func<ValueTask<T4>> fourth, Func<ValueTask<T5>> fifth, Func<ValueTask<T6>> sixth, Func<ValueTask<T7>> seventh, Func<ValueTask<T8>> eighth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
