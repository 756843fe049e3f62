namespace Temporalio.Client;

/// <summary>Options of a call to the server.</summary>
public class RpcOptions : ICloneable
{
    /// <summary>Whether to try again when the call fails in a way that may pass.</summary>
    /// <value>Null: true for the calls of clients and handles, false for those of raw services.</value>
    public bool? Retry { get; set; }

    /// <summary>Metadata with text values; it replaces the connection's of the same name.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<KeyValuePair<string, string>>? Metadata { get; set; }

    /// <summary>Metadata with binary values; names must end in <c>-bin</c>.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<KeyValuePair<string, byte[]>>? BinaryMetadata { get; set; }

    /// <summary>Longest time of one attempt.</summary>
    /// <value>Null: 30 seconds, and 70 seconds for calls that wait for something.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Cancels the call.</summary>
    /// <value>Null: the call cannot be cancelled.</value>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();

    /// <summary>Makes options that are also cancelled by another token.</summary>
    /// <param name="cancellationToken">Other token.</param>
    /// <returns>
    /// These options or a copy, and a source to dispose of when the call is over, if one was needed.
    /// </returns>
    protected internal Tuple<RpcOptions, CancellationTokenSource?> WithAdditionalCancellationToken(
        CancellationToken? cancellationToken)
    {
        if (cancellationToken is not { CanBeCanceled: true } additional)
        {
            return new(this, null);
        }
        var copy = (RpcOptions)Clone();
        if (CancellationToken is not { CanBeCanceled: true } own)
        {
            copy.CancellationToken = additional;
            return new(copy, null);
        }
        var source = CancellationTokenSource.CreateLinkedTokenSource(own, additional);
        copy.CancellationToken = source.Token;
        return new(copy, source);
    }
}
