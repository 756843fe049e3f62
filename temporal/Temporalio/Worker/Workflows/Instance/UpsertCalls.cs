using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Memo and search attributes of the run, and their changes.</summary>
internal sealed class UpsertCalls
{
    private readonly WorkflowInstance _instance;
    private readonly Dictionary<string, IRawValue> _memo;
    private SearchAttributes? _proto;
    private SearchAttributeCollection? _searchAttributes;

    public UpsertCalls(WorkflowInstance instance, WorkflowExecutionStartedEventAttributes started)
    {
        _instance = instance;
        _memo = started.Memo?.Fields.ToDictionary(f => f.Key, f => (IRawValue)new RawValue(f.Value)) ?? [];
        _proto = started.SearchAttributes;
    }

    public IReadOnlyDictionary<string, IRawValue> Memo => _memo;

    public SearchAttributeCollection SearchAttributes => _searchAttributes ??=
        _proto == null ? SearchAttributeCollection.Empty : SearchAttributeCollection.FromProto(_proto);

    /// <summary>Gets the search attributes for a continued run; null if there are none.</summary>
    public SearchAttributes? SearchAttributesProto =>
        _searchAttributes == null ? _proto : _searchAttributes.Count == 0 ? null : _searchAttributes.ToProto();

    public static Memo ToMemo(IPayloadConverter converter, IReadOnlyDictionary<string, object> memo)
    {
        var proto = new Memo();
        foreach (var (key, value) in memo)
        {
            ArgumentNullException.ThrowIfNull(value, $"Memo value of {key}");
            proto.Fields.Add(key, converter.ToPayload(value));
        }
        return proto;
    }

    /// <summary>Memo for a continued run: the given one, else the current one.</summary>
    public Memo? ToMemo(IReadOnlyDictionary<string, object>? given)
    {
        if (given != null)
        {
            return ToMemo(_instance.Run.PayloadConverter, given);
        }
        if (_memo.Count == 0)
        {
            return null;
        }
        var memo = new Memo();
        foreach (var (key, value) in _memo)
        {
            memo.Fields.Add(key, value.Payload);
        }
        return memo;
    }

    public void UpsertMemo(IReadOnlyCollection<MemoUpdate> updates)
    {
        RequireDistinct(updates, u => u.UntypedKey);
        var memo = new Memo();
        foreach (var update in updates)
        {
            var payload = _instance.Run.PayloadConverter.ToPayload(update.HasValue ? update.UntypedValue : null);
            memo.Fields.Add(update.UntypedKey, payload);
            if (update.HasValue)
            {
                _memo[update.UntypedKey] = new RawValue(payload);
            }
            else
            {
                _memo.Remove(update.UntypedKey);
            }
        }
        _ = new UpsertMachine(_instance.Commands, new()
        {
            CommandType = CommandType.ModifyWorkflowProperties,
            ModifyWorkflowPropertiesCommandAttributes = new() { UpsertedMemo = memo },
        });
    }

    public void UpsertSearchAttributes(IReadOnlyCollection<SearchAttributeUpdate> updates)
    {
        RequireDistinct(updates, u => u.UntypedKey.Name);
        var proto = new SearchAttributes();
        var builder = new SearchAttributeCollection.Builder(SearchAttributes);
        foreach (var update in updates)
        {
            proto.IndexedFields.Add(
                update.UntypedKey.Name,
                SearchAttributePayloads.Write(update.UntypedKey, update.HasValue ? update.UntypedValue : null));
            if (update.HasValue)
            {
                builder.SetUntyped(update.UntypedKey, update.UntypedValue);
            }
            else
            {
                builder.Unset(update.UntypedKey);
            }
        }
        _searchAttributes = builder.ToSearchAttributeCollection();
        _ = new UpsertMachine(_instance.Commands, new()
        {
            CommandType = CommandType.UpsertWorkflowSearchAttributes,
            UpsertWorkflowSearchAttributesCommandAttributes = new() { SearchAttributes = proto },
        });
    }

    private static void RequireDistinct<T>(IReadOnlyCollection<T> updates, Func<T, string> keyOf)
    {
        if (updates.Count == 0)
        {
            throw new ArgumentException("At least one update required", nameof(updates));
        }
        if (updates.Select(keyOf).CountBy(key => key).FirstOrDefault(n => n.Value > 1) is { Key: { } key })
        {
            throw new ArgumentException($"Multiple updates seen for key {key}");
        }
    }
}
