using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Link = Temporalio.Api.Common.V1.Link;

namespace Temporal.DevServer.Nexus.Tasks;

/// <summary>How a call of a Nexus handler ended.</summary>
internal abstract record NexusAnswer
{
    /// <summary>The operation is done.</summary>
    public sealed record Succeeded(Payload? Result, IReadOnlyList<Link> Links) : NexusAnswer;

    /// <summary>The operation goes on; its end will be reported.</summary>
    public sealed record Started(string Token, IReadOnlyList<Link> Links) : NexusAnswer;

    /// <summary>The operation failed, or was cancelled by its handler.</summary>
    public sealed record Unsuccessful(Failure Failure, bool IsCanceled) : NexusAnswer;

    /// <summary>The cancellation was taken note of.</summary>
    public sealed record CancelNoted : NexusAnswer;

    /// <summary>The call itself failed.</summary>
    public sealed record Refused(Failure Failure, bool IsRetryable) : NexusAnswer;
}
