namespace Temporalio.Workflows;

/// <summary>Which worker deployment version the first task of a continued run goes to.</summary>
public enum InitialVersioningBehavior
{
    /// <summary>Let the server choose.</summary>
    Unspecified = 0,

    /// <summary>Start on the current version even if the previous run was pinned.</summary>
    AutoUpgrade = 1,

    /// <summary>Start on the ramping version, if there is one.</summary>
    UseRampingVersion = 2,
}
