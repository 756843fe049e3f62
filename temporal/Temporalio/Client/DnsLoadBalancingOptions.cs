namespace Temporalio.Client;

/// <summary>Options for following changes of the addresses behind a host name.</summary>
public class DnsLoadBalancingOptions : ICloneable
{
    /// <summary>Time between look-ups of the host name.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan ResolutionInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
