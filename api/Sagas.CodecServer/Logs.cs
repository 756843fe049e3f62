using Microsoft.Extensions.Logging;

namespace Sagas.CodecServer;

/// <summary>Every log line of the codec server: numbers 6000 to 6099. Nothing that was decoded appears in one.</summary>
internal static partial class Logs
{
    [LoggerMessage(6000, LogLevel.Information, "Codec server ready at {Urls}, for pages of {Origins}")]
    public static partial void Ready(this ILogger logger, string urls, string origins);

    [LoggerMessage(6001, LogLevel.Information, "{Path}: {Count} payloads of namespace '{Namespace}' for '{Origin}'")]
    public static partial void Answered(this ILogger logger, string path, int count, string @namespace, string origin);
}
