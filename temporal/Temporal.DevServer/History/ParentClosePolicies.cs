using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// What a closing run owes to others. Written into its state with the close itself, so that a restart still delivers
/// it; each message is removed once the other side has recorded it.
/// </summary>
internal static class ParentClosePolicies
{
    /// <summary>Identity and reason of what is done to children.</summary>
    public const string TerminateReason = "by parent close policy";

    /// <summary>
    /// Notes what the closed run owes: to its own children always, to its parent only if no other run goes on for it.
    /// </summary>
    public static void Owe(Transition t)
    {
        var state = t.State;
        foreach (var child in state.Children.Values.Where(c => c.Status == ChildStatus.Started))
        {
            var kind = child.ClosePolicy switch
            {
                ParentClosePolicy.Abandon => CloseMessage.Types.Kind.Unspecified,
                ParentClosePolicy.RequestCancel => CloseMessage.Types.Kind.CancelChild,
                _ => CloseMessage.Types.Kind.TerminateChild,
            };
            if (kind != CloseMessage.Types.Kind.Unspecified)
            {
                state.CloseMessages.Add(new CloseMessage
                {
                    Kind = kind,
                    NamespaceId = child.NamespaceId,
                    WorkflowId = child.WorkflowId,
                    RunId = child.RunId,
                });
            }
        }

        if (state.Parent is { } parent && state.NewRunId.Length == 0)
        {
            state.CloseMessages.Add(new CloseMessage
            {
                Kind = CloseMessage.Types.Kind.ParentResult,
                NamespaceId = parent.NamespaceId,
                WorkflowId = parent.Execution.WorkflowId,
                RunId = parent.Execution.RunId,
                InitiatedId = parent.InitiatedId,
            });
        }

        t.Effects.CloseMessages = state.CloseMessages.Count > 0;
    }
}
