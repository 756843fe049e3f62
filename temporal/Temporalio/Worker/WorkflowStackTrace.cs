namespace Temporalio.Worker;

/// <summary>Whether and how tasks of workflows record where they wait, for the stack trace query.</summary>
public enum WorkflowStackTrace
{
    /// <summary>Record nothing; the stack trace query says so.</summary>
    None = 0,

    /// <summary>Record stack traces with file names and lines. Slow.</summary>
    Normal = 1,

    /// <summary>Record stack traces without file names and lines.</summary>
    WithoutFileInfo = 2,
}
