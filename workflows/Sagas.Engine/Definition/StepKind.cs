namespace Sagas.Engine.Definition;

/// <summary>What a step may do when it cannot go on. A saga is compensable steps, at most one pivot, retry-only steps.</summary>
public enum StepKind
{
    /// <summary>Before the point of no return: a declared refusal or a cancellation undoes the saga.</summary>
    Compensable,

    /// <summary>The point of no return: once done, the saga goes forward, or back only by somebody's decision.</summary>
    Pivot,

    /// <summary>After the point of no return: it is retried; failing for good parks the saga, unless its policy undoes it.</summary>
    RetryOnly,
}

/// <summary>What a declared refusal of a step leads to.</summary>
public enum RefusalMove
{
    /// <summary>Undo the saga; the default up to and including the pivot.</summary>
    Undo,

    /// <summary>Park the saga and let support decide; the default after the pivot.</summary>
    Park,
}
