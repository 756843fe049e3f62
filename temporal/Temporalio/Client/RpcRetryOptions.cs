namespace Temporalio.Client;

/// <summary>How calls are tried again when they fail in a way that may pass.</summary>
public class RpcRetryOptions : ICloneable
{
    /// <summary>Delay before the first retry.</summary>
    /// <value>100 milliseconds.</value>
    public TimeSpan InitialInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Share of the delay by which it is varied at random, in both directions.</summary>
    /// <value>0.2.</value>
    public float RandomizationFactor { get; set; } = 0.2f;

    /// <summary>Factor by which the delay grows from retry to retry.</summary>
    /// <value>1.5.</value>
    public float Multiplier { get; set; } = 1.5f;

    /// <summary>Longest delay.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time after the first attempt from which there are no more retries; null for no limit.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan? MaxElapsedTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most attempts, the first one included; zero for no limit.</summary>
    /// <value>10.</value>
    public int MaxRetries { get; set; } = 10;

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
