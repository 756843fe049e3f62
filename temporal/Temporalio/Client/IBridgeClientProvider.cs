using System.Runtime.InteropServices;

namespace Temporalio.Client;

/// <summary>
/// What a worker gets its connection from. In this implementation there is no native client: implementations must hand
/// on the provider of a <see cref="TemporalConnection"/>.
/// </summary>
public interface IBridgeClientProvider
{
    /// <summary>Handle of the native client; always null here.</summary>
    SafeHandle? BridgeClient { get; }
}
