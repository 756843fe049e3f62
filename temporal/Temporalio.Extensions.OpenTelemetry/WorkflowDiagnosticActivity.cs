using System.Diagnostics;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>
/// A span of a workflow as its code sees it. The span itself is started and stopped at once, because a workflow may sleep
/// for months and wake up elsewhere, and is missing on replay or when nobody listens; this stands for it either way.
/// Disposing makes its parent the current one again.
/// </summary>
public class WorkflowDiagnosticActivity : IDisposable
{
    private static readonly AsyncLocal<WorkflowDiagnosticActivity?> CurrentLocal = new();

    internal WorkflowDiagnosticActivity(
        Activity? activity,
        ActivityContext context,
        IReadOnlyCollection<KeyValuePair<string, object?>>? tags)
    {
        if (!Workflow.InWorkflow)
        {
            throw new InvalidOperationException("Not in a workflow");
        }
        Activity = activity;
        Context = context;
        Tags = tags;
        Parent = Current;
        CurrentLocal.Value = this;
    }

    /// <summary>Gets the current one; null outside of a traced workflow.</summary>
    public static WorkflowDiagnosticActivity? Current => CurrentLocal.Value;

    /// <summary>Gets the one that was current when this one was made.</summary>
    public WorkflowDiagnosticActivity? Parent { get; private init; }

    /// <summary>Gets what is handed on to calls made under this one.</summary>
    public ActivityContext Context { get; private init; }

    /// <summary>Gets the span, which is over already; null on replay or when nobody listens.</summary>
    public Activity? Activity { get; private init; }

    /// <summary>Gets the tags, which spans under this one inherit.</summary>
    public IReadOnlyCollection<KeyValuePair<string, object?>>? Tags { get; private init; }

    /// <summary>Makes a context from elsewhere the current one.</summary>
    /// <param name="context">Context.</param>
    /// <param name="tags">Tags for spans under it.</param>
    /// <returns>What stands for it.</returns>
    /// <exception cref="InvalidOperationException">Not called in a workflow.</exception>
    public static WorkflowDiagnosticActivity AttachFromContext(
        ActivityContext context, IReadOnlyCollection<KeyValuePair<string, object?>>? tags = null) =>
        new(null, context, tags);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the parent the current one again.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()" />.</param>
    protected virtual void Dispose(bool disposing) => CurrentLocal.Value = Parent;
}
