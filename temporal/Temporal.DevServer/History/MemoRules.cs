using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.History;

/// <summary>How memo changes merge: key by key; a value without data removes its key.</summary>
internal static class MemoRules
{
    /// <summary>Applies a change to the memo of a run.</summary>
    public static void Merge(Memo target, Memo change)
    {
        foreach (var (name, value) in change.Fields)
        {
            if (SearchAttributeRules.IsRemoval(value))
            {
                target.Fields.Remove(name);
            }
            else
            {
                target.Fields[name] = value;
            }
        }
    }
}
