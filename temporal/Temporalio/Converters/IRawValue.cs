using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>A value left as its payload: it goes through converters unchanged.</summary>
public interface IRawValue
{
    /// <summary>The payload, decoded by the codec.</summary>
    Payload Payload { get; }
}
