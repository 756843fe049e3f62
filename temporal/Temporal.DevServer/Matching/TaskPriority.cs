using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.Matching;

/// <summary>Which tasks of a backlog go first.</summary>
/// <param name="Level">1 to 5; lower goes first.</param>
/// <param name="FairnessKey">Tasks of a level are shared out fairly between keys.</param>
/// <param name="Weight">A key's share of its level, in ratio to those of others.</param>
internal readonly record struct TaskPriority(int Level, string FairnessKey, double Weight)
{
    /// <summary>Lowest level; greater ones count as this.</summary>
    public const int LevelMax = 5;

    /// <summary>Level of tasks that name none.</summary>
    public const int LevelDefault = 3;

    private const double WeightMin = 0.001;
    private const double WeightMax = 1000;

    /// <summary>Of a task that names nothing.</summary>
    public static TaskPriority Default { get; } = new(LevelDefault, "", 1);

    /// <summary>What a run or an activity asks for, within bounds.</summary>
    public static TaskPriority Of(Priority? asked) => asked is null ? Default : new(
        asked.PriorityKey > 0 ? Math.Min(asked.PriorityKey, LevelMax) : LevelDefault,
        asked.FairnessKey,
        asked.FairnessWeight > 0 ? Math.Clamp(asked.FairnessWeight, WeightMin, WeightMax) : 1);
}
