namespace Temporalio.Exceptions;

/// <summary>Details of a failure raised in this process, not yet converted.</summary>
/// <param name="Details">The values.</param>
public record OutboundFailureDetails(IReadOnlyCollection<object?>? Details) : IFailureDetails
{
    /// <inheritdoc />
    public int Count => Details?.Count ?? 0;

    /// <inheritdoc />
    public T ElementAt<T>(int index) => index >= 0 && index < Count
        ? (T)Details!.ElementAt(index)!
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The failure has {Count} details");
}
