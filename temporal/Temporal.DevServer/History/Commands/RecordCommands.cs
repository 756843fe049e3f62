using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>
/// RecordMarker, UpsertWorkflowSearchAttributes and ModifyWorkflowProperties: recorded, nothing else happens.
/// </summary>
internal static class RecordCommands
{
    /// <summary>Records a marker.</summary>
    public static void Marker(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadRecordMarkerAttributes;
        var given = CommandContext.RequireSet(Bad, "RecordMarker", command.RecordMarkerCommandAttributes);
        if (given.MarkerName.Length == 0)
        {
            throw new CommandFailure(Bad, "MarkerName is not set on RecordMarkerCommand.");
        }

        CommandContext.RequireLength(
            Bad, $"MarkerName on RecordMarkerCommand exceeds length limit. MarkerName={given.MarkerName}", given.MarkerName);
        CommandContext.RequireSize(Bad, "RecordMarkerCommandAttributes.Details", given);
        var attributes = new MarkerRecordedEventAttributes
        {
            MarkerName = given.MarkerName,
            WorkflowTaskCompletedEventId = context.CompletedId,
            Header = given.Header,
            Failure = given.Failure,
        };
        attributes.Details.Add(given.Details);
        context.Transition.History.Append(new HistoryEvent
        {
            EventType = EventType.MarkerRecorded,
            UserMetadata = command.UserMetadata,
            MarkerRecordedEventAttributes = attributes,
        });
    }

    /// <summary>Changes search attributes.</summary>
    public static void SearchAttributes(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadSearchAttributes;
        var given = CommandContext.RequireSet(
            Bad, "UpsertWorkflowSearchAttributes", command.UpsertWorkflowSearchAttributesCommandAttributes);
        if (given.SearchAttributes is null)
        {
            throw new CommandFailure(Bad, "SearchAttributes is not set on UpsertWorkflowSearchAttributesCommand.");
        }

        if (given.SearchAttributes.IndexedFields.Count == 0)
        {
            throw new CommandFailure(Bad, "IndexedFields is not set on UpsertWorkflowSearchAttributesCommand.");
        }

        var t = context.Transition;
        var stamped = context.Attributes(given.SearchAttributes, dropRemoved: false);
        Invariant.Require(stamped is not null);
        SearchAttributeRules.Merge(t.State.SearchAttributes, stamped);
        t.VisibilityChanged = true;
        t.History.Append(new HistoryEvent
        {
            EventType = EventType.UpsertWorkflowSearchAttributes,
            UserMetadata = command.UserMetadata,
            UpsertWorkflowSearchAttributesEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = context.CompletedId,
                SearchAttributes = stamped,
            },
        });
    }

    /// <summary>Changes the memo.</summary>
    public static void Memo(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadModifyWorkflowPropertiesAttributes;
        var given = CommandContext.RequireSet(
            Bad, "ModifyWorkflowProperties", command.ModifyWorkflowPropertiesCommandAttributes);
        if (given.UpsertedMemo is null)
        {
            throw new CommandFailure(Bad, "UpsertedMemo is not set on ModifyWorkflowPropertiesCommand.");
        }

        if (given.UpsertedMemo.Fields.Count == 0)
        {
            throw new CommandFailure(Bad, "UpsertedMemo.Fields is not set on ModifyWorkflowPropertiesCommand.");
        }

        CommandContext.RequireSize(Bad, "ModifyWorkflowPropertiesCommandAttributes", given.UpsertedMemo);
        var t = context.Transition;
        MemoRules.Merge(t.State.Memo, given.UpsertedMemo);
        CommandContext.RequireSize(Bad, "ModifyWorkflowPropertiesCommandAttributes. Memo", t.State.Memo);
        t.VisibilityChanged = true;
        t.History.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowPropertiesModified,
            UserMetadata = command.UserMetadata,
            WorkflowPropertiesModifiedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = context.CompletedId,
                UpsertedMemo = given.UpsertedMemo,
            },
        });
    }
}
