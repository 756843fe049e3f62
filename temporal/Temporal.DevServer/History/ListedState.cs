using Google.Protobuf;
using Temporal.DevServer.State;

namespace Temporal.DevServer.History;

/// <summary>
/// Serializes the state of one run, and keeps the bytes of what lists show of it: search attributes and memo are dear to
/// serialize and change seldom. A change of them is a change of what lists show, so it says so (<see
/// cref="Transition.VisibilityChanged"/>), and the bytes are forgotten.
/// </summary>
internal sealed class ListedState
{
    private byte[]? _bytes;

    /// <summary>They have changed.</summary>
    public void Forget() => _bytes = null;

    /// <summary>The whole state. Serialized messages that follow each other are one message, so the kept bytes come last.</summary>
    public byte[] Serialize(RunState state)
    {
        var listed = new RunState { SearchAttributes = state.SearchAttributes, Memo = state.Memo };
        _bytes ??= listed.ToByteArray();
        state.SearchAttributes = null;
        state.Memo = null;
        try
        {
            var size = state.CalculateSize();
            var data = new byte[size + _bytes.Length];
            state.WriteTo(data.AsSpan(0, size));
            _bytes.CopyTo(data, size);
            return data;
        }
        finally
        {
            state.SearchAttributes = listed.SearchAttributes;
            state.Memo = listed.Memo;
        }
    }
}
