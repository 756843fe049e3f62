namespace Temporalio.Converters;

/// <summary>Converts a type to and from the type that stands for it on the wire.</summary>
public interface ITemporalTransferTypeConverter
{
    /// <summary>Type on the wire.</summary>
    Type TransferType { get; }

    /// <summary>Converts from the type on the wire.</summary>
    /// <param name="transferType">Value read.</param>
    /// <returns>The value.</returns>
    object? FromTransferType(object? transferType);

    /// <summary>Converts to the type on the wire.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Value to write.</returns>
    object? ToTransferType(object? value);
}
