namespace Temporalio.Common;

/// <summary>What happens to a running workflow when its worker deployment gets a new version.</summary>
public enum VersioningBehavior
{
    /// <summary>Not said; an error for versioned workers without a default.</summary>
    Unspecified = 0,

    /// <summary>It stays on the version it started on.</summary>
    Pinned = 1,

    /// <summary>It moves on to the current version.</summary>
    AutoUpgrade = 2,
}
