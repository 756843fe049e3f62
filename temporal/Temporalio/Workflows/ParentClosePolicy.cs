namespace Temporalio.Workflows;

/// <summary>What the server does with a child workflow when its parent closes.</summary>
public enum ParentClosePolicy
{
    /// <summary>Let the server choose: <see cref="Terminate" />.</summary>
    None = 0,

    /// <summary>Terminate the child.</summary>
    Terminate = 1,

    /// <summary>Leave the child running.</summary>
    Abandon = 2,

    /// <summary>Request the cancellation of the child.</summary>
    RequestCancel = 3,
}
