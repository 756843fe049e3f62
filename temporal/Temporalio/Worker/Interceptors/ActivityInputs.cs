using Temporalio.Activities;
using Temporalio.Api.Common.V1;

namespace Temporalio.Worker.Interceptors;

/// <summary>Call of <see cref="ActivityInboundInterceptor.ExecuteActivityAsync" />.</summary>
/// <param name="Activity">Definition.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Headers">Headers.</param>
public record ExecuteActivityInput(
    ActivityDefinition Activity, object?[] Args, IReadOnlyDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="ActivityOutboundInterceptor.Heartbeat" />.</summary>
/// <param name="Details">Details.</param>
public record HeartbeatInput(object?[] Details);
