using System.Text;
using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Nexus.Endpoints;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>What the commands of one completion share.</summary>
/// <param name="Transition">The unit of work.</param>
/// <param name="Request">The completion.</param>
/// <param name="CompletedId">Id of its WorkflowTaskCompleted event.</param>
/// <param name="Namespaces">For commands that name another namespace.</param>
/// <param name="Endpoints">For commands that name a Nexus endpoint.</param>
internal sealed record CommandContext(
    Transition Transition, RespondWorkflowTaskCompletedRequest Request, long CompletedId, INamespaceRegistry Namespaces,
    EndpointBook Endpoints)
{
    /// <summary>Workflow ids of children that this completion asks for.</summary>
    public HashSet<string> NewChildren { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of messages that a command has placed.</summary>
    public HashSet<string> PlacedMessages { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Events that were buffered before this completion. The workflow has not seen them, so it cannot close; a timer that
    /// it cancels takes its own away.
    /// </summary>
    public int BufferedBefore { get; set; }

    /// <summary>The namespace a command means; its own when it names none. Unknown names were refused before.</summary>
    public NamespaceEntry Target(string name)
    {
        if (name.Length == 0 || name == Transition.Run.Namespace.Name)
        {
            return Transition.Run.Namespace;
        }

        Invariant.Require(Namespaces.TryGetByName(name, out var entry));
        return entry;
    }

    /// <summary>
    /// Refuses a field over the blob limit; the run ends, as the workflow would only produce it again.
    /// </summary>
    public static void RequireSize(WorkflowTaskFailedCause cause, string field, IMessage? value)
    {
        if (value is not null && value.CalculateSize() > Limits.BlobBytesMax)
        {
            throw new CommandFailure(cause, $"{field} exceeds size limit.", endsRun: true);
        }
    }

    /// <summary>Refuses an id that is too long.</summary>
    public static void RequireLength(WorkflowTaskFailedCause cause, string text, string value, string about = "")
    {
        if (Limits.IsTooLong(value))
        {
            throw new CommandFailure(
                cause, $"{text} Length={Encoding.UTF8.GetByteCount(value)} Limit={Limits.IdLengthMax}{about}");
        }
    }

    /// <summary>Refuses a command without attributes.</summary>
    public static T RequireSet<T>(WorkflowTaskFailedCause cause, string name, T? attributes)
        where T : class =>
        attributes ?? throw new CommandFailure(cause, $"{name}CommandAttributes is not set on {name}Command.");

    /// <summary>Throws a fault, if there is one.</summary>
    public static void Refuse(WorkflowTaskFailedCause cause, string? fault)
    {
        if (fault is not null)
        {
            throw new CommandFailure(cause, fault);
        }
    }

    /// <summary>Checks and stamps search attributes of a command.</summary>
    public SearchAttributes? Attributes(SearchAttributes? attributes, bool dropRemoved) => Attributes(
        Transition.Run.Namespace, attributes, dropRemoved, WorkflowTaskFailedCause.BadSearchAttributes, fault => fault);

    /// <summary>Checks and stamps those of a run that is to be started.</summary>
    /// <param name="ns">Namespace of that run.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="dropRemoved">True to leave out those that are taken away.</param>
    /// <param name="sizeCause">Cause of a refusal for their size.</param>
    /// <param name="tell">What is said of a value that does not fit its attribute.</param>
    public static SearchAttributes? Attributes(NamespaceEntry ns, SearchAttributes? attributes, bool dropRemoved,
        WorkflowTaskFailedCause sizeCause, Func<string, string> tell)
    {
        if (SearchAttributeRules.Validate(ns, attributes) is { } fault)
        {
            var isSize = SearchAttributeRules.IsSizeFault(fault);
            throw new CommandFailure(
                isSize ? sizeCause : WorkflowTaskFailedCause.BadSearchAttributes,
                isSize || SearchAttributeRules.IsNameFault(fault) ? fault : tell(fault), isSize);
        }

        return SearchAttributeRules.Stamp(ns, attributes, dropRemoved);
    }
}
