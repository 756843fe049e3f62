namespace Sagas.Engine.Execution;

/// <summary>A parked saga: what is stuck and why.</summary>
/// <param name="Number">Counts the parkings of this saga from 1; a repair names the one it means.</param>
/// <param name="Step">The stuck step; when compensating, the step whose compensation is stuck.</param>
/// <param name="Name">The stuck action or compensation.</param>
/// <param name="Compensating">True when a compensation is stuck.</param>
/// <param name="Since">When it parked.</param>
/// <param name="Error">Why.</param>
public sealed record OpenCase(
    int Number, string Step, string Name, bool Compensating, DateTimeOffset Since, SagaError Error);

/// <summary>What every repair carries.</summary>
/// <param name="Case">The case its sender looked at; refused when the saga has moved on since.</param>
/// <param name="Who">Who decided.</param>
/// <param name="Why">And why.</param>
public sealed record Repair(int Case, string Who, string Why);

/// <summary>What can be done with a parked saga.</summary>
public enum RepairAction
{
    /// <summary>Run the stuck action or compensation again, perhaps with corrected data.</summary>
    Retry,

    /// <summary>Undo the saga.</summary>
    Compensate,

    /// <summary>Take the stuck action or compensation as done, on evidence from outside.</summary>
    AcceptAsDone,
}

/// <summary>A decision taken on a parked saga: one line of the audit trail.</summary>
/// <param name="Case">The case.</param>
/// <param name="Action">What was decided.</param>
/// <param name="Who">By whom.</param>
/// <param name="Why">And why.</param>
/// <param name="Evidence">On what evidence; null unless accepted as done.</param>
/// <param name="At">When.</param>
public sealed record Decision(
    OpenCase Case, RepairAction Action, string Who, string Why, string? Evidence, DateTimeOffset At);

/// <summary>Error types of refused repairs and cancellations.</summary>
public static class RepairErrors
{
    /// <summary>The saga is not parked, or no longer with this case.</summary>
    public const string MovedOn = "SagaMovedOn";

    /// <summary>Another decision on this case is being carried out.</summary>
    public const string InFlight = "RepairInFlight";

    /// <summary>The point of no return is reached.</summary>
    public const string PastPivot = "PastPivot";

    /// <summary>Who, why or evidence is missing or does not hold, or the action does not fit the stuck step.</summary>
    public const string Invalid = "RepairInvalid";
}
