using Google.Protobuf.WellKnownTypes;
using ProtoRetryPolicy = Temporalio.Api.Common.V1.RetryPolicy;

namespace Temporalio.Common;

/// <summary>When and how often something that failed is tried again.</summary>
public record RetryPolicy
{
    /// <summary>Delay before the first retry.</summary>
    /// <value>1 second.</value>
    public TimeSpan InitialInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Factor by which the delay grows from retry to retry; at least 1.</summary>
    /// <value>2.</value>
    public float BackoffCoefficient { get; set; } = 2.0f;

    /// <summary>Longest delay.</summary>
    /// <value>Null: 100 times the initial interval.</value>
    public TimeSpan? MaximumInterval { get; set; }

    /// <summary>Most attempts, the first included; 0 for no limit.</summary>
    /// <value>0.</value>
    public int MaximumAttempts { get; set; }

    /// <summary>Error types for which a retry is pointless.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<string>? NonRetryableErrorTypes { get; set; }

    internal static RetryPolicy FromProto(ProtoRetryPolicy proto) => new()
    {
        InitialInterval = proto.InitialInterval?.ToTimeSpan() ?? TimeSpan.FromSeconds(1),
        BackoffCoefficient = (float)proto.BackoffCoefficient,
        MaximumInterval = proto.MaximumInterval?.ToTimeSpan(),
        MaximumAttempts = proto.MaximumAttempts,
        NonRetryableErrorTypes = proto.NonRetryableErrorTypes.Count == 0 ? null : [.. proto.NonRetryableErrorTypes],
    };

    internal ProtoRetryPolicy ToProto()
    {
        var proto = new ProtoRetryPolicy
        {
            InitialInterval = Duration.FromTimeSpan(InitialInterval),
            BackoffCoefficient = BackoffCoefficient,
            MaximumInterval = MaximumInterval is { } maximum ? Duration.FromTimeSpan(maximum) : null,
            MaximumAttempts = MaximumAttempts,
        };
        if (NonRetryableErrorTypes is { } types)
        {
            proto.NonRetryableErrorTypes.AddRange(types);
        }
        return proto;
    }
}
